import { readFileSync, readdirSync } from 'node:fs'
import { arch, cpus, release, totalmem } from 'node:os'

/** The machine that figures were measured on, so that they can be compared. */
export function describeMachine() {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    arch: arch(),
    node: process.versions.node,
  }
}

/** The process and everything below it. */
export function processTree(pid: number): readonly number[] {
  return [pid, ...children(pid).flatMap(processTree)]
}

function children(pid: number): readonly number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    const lists = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'))
    return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number))
  } catch {
    // A process that has just ended has no children.
    return []
  }
}

/** Memory of a process in MB, shared pages counted in proportion (PSS). */
export function memoryMb(pid: number): number {
  return readNumber(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB/m) / 1024
}

/** CPU time a process has used so far, in milliseconds, its ended children included. */
export function cpuMs(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    const [user, system, childUser, childSystem] = [11, 12, 13, 14].map((index) => Number(fields[index]))
    return ((user ?? 0) + (system ?? 0) + (childUser ?? 0) + (childSystem ?? 0)) * 10
  } catch {
    // A process that has just ended has used nothing more.
    return 0
  }
}

function readNumber(path: string, pattern: RegExp): number {
  try {
    return Number(pattern.exec(readFileSync(path, 'utf8'))?.[1] ?? 0)
  } catch {
    // A process that has just ended holds nothing.
    return 0
  }
}
