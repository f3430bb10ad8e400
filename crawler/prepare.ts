import '../data/node-version.ts'

// Everything else is imported after the check of the Node version, or an older Node would fail to link it.
const { bundle } = await import('./bundle.ts')
await bundle('crawler/main.ts')
