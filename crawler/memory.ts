/**
 * Flags of Node that keep a crawler small; the script `crawl` in package.json names the same. V8 lets garbage grow to a
 * multiple of what lives before it collects, and does not count the bodies outside its heap: measured, a crawler of
 * 1,000 pages is 240 MB with these; without them it was 420 MB, with fewer platforms.
 */
export const memoryFlags = [
  '--max-semi-space-size=16',
  '--heap-growing-percent=30',
  '--external-memory-accounted-in-global-limit',
  // One helper thread of V8 instead of four: on two cores they take from the crawler what they give.
  '--v8-pool-size=1',
  // By default V8 collects no young garbage while it marks the old: in that time the crawler grew by 25 MB.
  '--no-separate-gc-phases',
] as const

/**
 * For a crawler that is started by a process of ours. glibc gives every thread an arena of its own to allocate from and returns
 * little of it: with two for all, and with large pieces outside them, the crawler is some 20 MB smaller, measured. Other C
 * libraries take no notice.
 */
export const memoryEnvironment = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072' } as const
