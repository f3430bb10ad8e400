import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs a file on this Node, which says that it is another. */
async function runAs(version: string, file: string): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const disguise = `Object.defineProperty(process, 'version', { value: 'v${version}' })
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`
  const flags = ['--import', 'tsx', '--import', `data:text/javascript,${encodeURIComponent(disguise)}`]
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [...flags, file, '--help'], { cwd: root, timeout: 15_000 }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr })
    })
  })
}

describe('data/node-version.ts', () => {
  it.each(['18.20.8', '20.20.2', '22.0.0', '22.18.0'])('stops on %s and says in one line what is needed', async (version) => {
    const { code, stderr } = await runAs(version, 'data/node-version.ts')

    expect({ code, stderr }).toEqual({ code: 1, stderr: `Statuswire needs Node 22.19 or newer, this is v${version}\n` })
  })

  it.each(['22.19.0', '23.0.0', '24.21.0', '26.1.0'])('lets %s pass', async (version) => {
    const { code, stderr } = await runAs(version, 'data/node-version.ts')

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  it.each(['crawler/main.ts', 'crawler/start.ts', 'server/main.ts'])('comes before anything else in %s', async (entry) => {
    const { code, stdout, stderr } = await runAs('20.20.2', entry)

    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: 'Statuswire needs Node 22.19 or newer, this is v20.20.2\n' })
  })
})
