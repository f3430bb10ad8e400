import '../data/node-version.ts'

// Everything else is imported after the check of the Node version, or an older Node would fail to link it.
const { start } = await import('./side-by-side.ts')
await start({ demo: process.argv.includes('--demo'), help: process.argv.includes('--help') })
