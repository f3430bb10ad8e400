import type { Child } from 'hono/jsx'
import type { JSX } from 'hono/jsx/jsx-runtime'

interface FactLineProps {
  readonly children: Child
  /** The line under a page's heading. */
  readonly isLead?: boolean
}

/** Facts side by side. The sheet sets them apart; without it, or copied, a space does. */
export function FactLine({ children, isLead }: FactLineProps): JSX.Element {
  const facts = Array.isArray(children) ? children : [children]
  return <p class={isLead ? 'facts line lead' : 'facts line'}>{facts.flatMap((fact) => [fact, ' '])}</p>
}
