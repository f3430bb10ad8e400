/**
 * Imported first, for its effect, by every entry point: on an older Node better-sqlite3 crashes without a word.
 * Modules are linked before any of them runs, so an entry point imports dynamically what an older Node cannot link.
 */
const required = { major: 22, minor: 19 } as const

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < required.major || (major === required.major && minor < required.minor)) {
  process.stderr.write(`Statuswire needs Node ${required.major}.${required.minor} or newer, this is ${process.version}\n`)
  process.exit(1)
}
