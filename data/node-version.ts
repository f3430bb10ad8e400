/**
 * Imported first, for its effect, by every entry point: an older Node crashes inside better-sqlite3 without a word.
 * Whatever an entry point imports beside this must load on such a Node; the rest it imports after this, dynamically.
 */
const required = { major: 22, minor: 19 } as const

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < required.major || (major === required.major && minor < required.minor)) {
  process.stderr.write(
    `Statuswire needs Node ${required.major}.${required.minor} or newer, and this is ${process.version}: start it through npm, which brings its own\n`,
  )
  process.exit(1)
}
