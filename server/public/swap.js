/* The new page is laid over the old one node by node, so that what did not change is not touched. */

export function morph(node, next) {
  if (node.isEqualNode(next)) return
  if (node.nodeName !== next.nodeName || node.id !== next.id) return node.replaceWith(next)
  if (node.nodeType !== Node.ELEMENT_NODE) node.data = next.data
  if (node.nodeType !== Node.ELEMENT_NODE || node.localName === 'form') return
  for (const { name } of [...node.attributes]) if (!next.hasAttribute(name) && !isReaders(node, name)) node.removeAttribute(name)
  for (const { name, value } of next.attributes) if (node.getAttribute(name) !== value && !isReaders(node, name)) node.setAttribute(name, value)
  morphChildren(node, next)
}

/** What the reader has opened or shut stays so. */
function isReaders(node, attribute) {
  return node.localName === 'details' && attribute === 'open'
}

function morphChildren(node, model) {
  const named = new Map([...node.children].filter(({ id }) => id !== '').map((child) => [child.id, child]))
  let place = node.firstChild
  for (const child of [...model.childNodes]) {
    const same = child.id ? named.get(child.id) : place && !place.id && place.nodeName === child.nodeName ? place : null
    if (same && same === place) place = place.nextSibling
    else node.insertBefore(same ?? child, place)
    if (same) morph(same, child)
  }
  while (place) {
    const next = place.nextSibling
    place.remove()
    place = next
  }
}

const focusable = 'a[href], button, input, select, summary, [tabindex]'

/** Where the focus is, in a way that survives its element: the n-th target inside the nearest element with an id. */
export function keepFocus(main) {
  const element = document.activeElement
  const home = main.contains(element) ? element.closest('[id]') : null
  if (!home) return () => {}
  const index = [...home.querySelectorAll(focusable)].indexOf(element)
  return () => {
    if (document.activeElement === element && element.isConnected) return
    const again = document.getElementById(home.id)
    const target = index === -1 ? again : again?.querySelectorAll(focusable)[index]
    ;(target ?? main).focus({ preventScroll: true })
  }
}

/** The first thing in view stays where it is. */
export function keepScroll(main) {
  if (scrollY === 0) return () => {}
  const anchor = [...main.querySelectorAll('[id]')].find((element) => element.offsetParent && element.getBoundingClientRect().top >= 0)
  const top = anchor?.getBoundingClientRect().top
  return () => {
    const now = anchor && document.getElementById(anchor.id)
    if (now) scrollBy({ top: now.getBoundingClientRect().top - top, behavior: 'instant' })
  }
}
