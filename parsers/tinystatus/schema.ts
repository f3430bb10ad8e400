import { z } from 'zod'

/**
 * The page that `tinystatus checks.csv incidents.txt > index.html` writes. Source: the script (0.1 and 0.2,
 * https://github.com/bderenzo/tinystatus) and a page generated in 2026-11. Authority: the operator's own checks. Quirks: the
 * broken services come first; no ids; the incidents are free text, one paragraph a line, with times of no stated zone;
 * pages of 0.1 print the time of the check without a zone.
 */
export const Line = z.object({ name: z.string().min(1), word: z.string().min(1), isFailed: z.boolean(), isFine: z.boolean() })
export type Line = z.infer<typeof Line>
