import '../data/node-version.ts'

// Everything else is imported after the check of the Node version, or an older Node would fail to link it.
const { run } = await import('./command-line.ts')
await run(process.argv)
