import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** WCAG 2.2: 4.5 for text (1.4.3), 3 for shapes and the borders of controls (1.4.11), in light and in dark. */

const sheet = readFileSync(new URL('../../../server/public/app.css', import.meta.url), 'utf8')
const [light = '', dark = ''] = [...sheet.matchAll(/:root \{([^}]*)\}/gu)].map((match) => match[1] ?? '')

function colour(block: string, name: string): string {
  return new RegExp(`--${name}: (#[0-9a-f]{6});`, 'u').exec(block)?.[1] ?? ''
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

const texts = ['ink', 'soft', 'accent', 'ok', 'minor', 'partial', 'major', 'maintenance', 'unknown']
const grounds = ['paper', 'panel', 'hatch']
const pairs = [
  ...texts.flatMap((text) => grounds.map((ground) => ({ text, ground, least: 4.5 }))),
  ...['paper', 'panel'].map((ground) => ({ text: 'edge', ground, least: 3 })),
]

describe('server/public/app.css', () => {
  it.each(pairs)('$text on $ground has a contrast of $least in light and dark', ({ text, ground, least }) => {
    expect(contrast(colour(light, text), colour(light, ground))).toBeGreaterThanOrEqual(least)
    expect(contrast(colour(dark, text), colour(dark, ground))).toBeGreaterThanOrEqual(least)
  })

  it('asks nobody else for anything', () => {
    expect(sheet).not.toMatch(/@import|url\((?!#)/u)
  })
})
