import '../data/node-version.ts'

// Everything else is imported after the check of the Node version, or an older Node would fail to link it.
const { runSideBySide } = await import('./side-by-side.ts')
await runSideBySide(process.argv.slice(2))
