import { execFileSync } from 'node:child_process'

export interface BrowserProcess {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

/** The processes of every browser that this process has started from `path`, by what their command line says. */
export function browserProcesses(path: string, says = /./u): readonly BrowserProcess[] {
  const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' })
  const all = listed.split('\n').flatMap((line) => {
    const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/u.exec(line) ?? []
    // What has ended and waits for its parent is no process any more.
    return command === undefined || state?.startsWith('Z') === true ? [] : [{ pid: Number(pid), parent: Number(parent), command }]
  })
  const ours = new Set([process.pid])
  for (const { pid, parent } of all) if (ours.has(parent)) ours.add(pid)
  return all.filter(({ pid, command }) => pid !== process.pid && ours.has(pid) && command.startsWith(path) && says.test(command))
}

/** The first process of the browser: it has no type. */
export function mainProcess(path: string): number {
  const main = browserProcesses(path).find(({ command }) => !command.includes('--type='))
  if (!main) throw new Error('no browser is running')
  return main.pid
}
