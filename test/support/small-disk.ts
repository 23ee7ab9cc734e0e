import { spawn } from 'node:child_process'
import { openSync, readdirSync, rmSync, closeSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A file system of a few kilobytes that nothing else uses. */
export interface SmallDisk {
  /** its root folder */
  readonly folder: string
  /** Takes all room that is left. */
  fill(): void
  /** Gives that room back. */
  makeRoom(): void
  /** Everything on it but what fills it. */
  files(): readonly string[]
}

/**
 * Mounts a small disk for the rest of the test, in a namespace of its own: no right is needed for that, and it
 * is gone with the process that holds it, however the test ends.
 * @param options as `mount -t tmpfs` takes them
 */
export async function mountSmallDisk(options = 'size=256k'): Promise<SmallDisk> {
  const script = `mount -t tmpfs -o ${options} none /mnt && echo mounted && exec cat`
  const holder = spawn('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', script], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const said: string[] = []
  holder.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  const ended = new Promise<void>((resolve) => holder.once('close', () => resolve()))
  onTestFinished(() => {
    holder.stdin.end()
    return ended
  })
  await new Promise<void>((resolve, reject) => {
    holder.stdout.once('data', () => resolve())
    holder.once('error', reject)
    void ended.then(() => reject(new Error(`no disk can be mounted in a user namespace: ${said.join('')}`)))
  })
  return smallDisk(`/proc/${holder.pid}/root/mnt`)
}

function smallDisk(folder: string): SmallDisk {
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill: () => fill(ballast),
    makeRoom: () => rmSync(ballast),
    files: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
        .filter((path) => path !== 'ballast')
        .sort(),
  }
}

function fill(path: string): void {
  const file = openSync(path, 'a')
  try {
    for (;;) writeSync(file, Buffer.alloc(4096))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(file)
  }
}
