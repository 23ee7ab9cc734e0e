import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Server } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { config, SANDBOXD } from '../host.ts'
import { SECRET } from './secrets.ts'

/** What is there for hostile code to reach, and what shows that it has. */
export interface World {
  /** what a case may know */
  readonly host: Host
  /** for plain subprocesses */
  readonly folder: string
  /** what an escape would have left on the host; empty when nothing has */
  traces(): readonly string[]
  /** takes away what the plain subprocesses left, and forgets who connected */
  tidy(): void
  close(): void
}

interface Host {
  /** port of 127.0.0.1 that somebody listens on */
  readonly port: number
  /** name of an abstract Unix socket, and path of one, that somebody listens on */
  readonly abstractSocket: string
  readonly socketPath: string
  /** a file of the repository */
  readonly repositoryFile: string
  /** a folder that everybody may write to */
  readonly openFolder: string
  /** a file with a secret that only its owner may read, and one that everybody may */
  readonly privateFile: string
  readonly publicFile: string
}

/** The part of the environment that must never be seen inside. */
export const SECRET_ENVIRONMENT = { PLANTED_SECRET: SECRET }

/** Puts up servers and files on this machine. */
export async function createWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'pyplots-abuse-'))
  const openFolder = join(folder, 'open')
  const named = { abstractSocket: `pyplots-abuse-${process.pid}`, socketPath: join(folder, 'server.sock') }
  const secrets = { privateFile: join(folder, 'private.txt'), publicFile: join(folder, 'public.txt') }
  chmodSync(folder, 0o755)
  mkdirSync(openFolder)
  chmodSync(openFolder, 0o777)
  writeFileSync(secrets.privateFile, SECRET, { mode: 0o600 })
  writeFileSync(secrets.publicFile, SECRET, { mode: 0o644 })
  let connections = 0
  const count = () => (connections += 1)
  const tcp = await listen({ port: 0, host: '127.0.0.1' }, count)
  const servers = [
    tcp,
    await listen({ path: `\0${named.abstractSocket}` }, count),
    await listen({ path: named.socketPath }, count),
  ]
  chmodSync(named.socketPath, 0o777)
  const address = tcp.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const repositoryFile = join(config.root, 'package.json')
  const before = [...readMounts(), ...leftInShared()]
  return {
    host: { port, ...named, ...secrets, repositoryFile, openFolder },
    folder,
    traces: () => [
      ...(connections > 0 ? [`${connections} connections`] : []),
      ...readdirSync(openFolder).map((name) => `file ${name} in the open folder`),
      ...[...readMounts(), ...leftInShared()].filter((trace) => !before.includes(trace)),
      ...strayProcesses().map((id) => `process ${id} without a daemon`),
    ],
    tidy() {
      connections = 0
      for (const name of readdirSync(openFolder)) rmSync(join(openFolder, name))
    },
    close() {
      for (const server of servers) server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function listen(
  where: { readonly port?: number; readonly host?: string; readonly path?: string },
  count: () => void,
): Promise<Server> {
  const server = createServer((socket) => {
    count()
    socket.destroy()
  })
  server.listen(where)
  await once(server, 'listening')
  return server
}

function readMounts(): readonly string[] {
  const lines = readFileSync('/proc/self/mountinfo', 'utf8').trim().split('\n')
  return lines.map((line) => `mount ${line}`)
}

/** What the cases would leave where everybody may write. */
function leftInShared(): readonly string[] {
  return ['/tmp', '/var/tmp', '/dev/shm', '/'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /^(abuse|x|y|left\.py|daemon|escaped\.txt|pyplots-abuse)$/.test(name))
      .map((name) => `file ${join(folder, name)}`),
  )
}

/** Ids of processes that executions left behind: zygotes, or forks of them, whose parent is no part of a sandbox. */
function strayProcesses(): readonly string[] {
  const commands = new Map(readdirSync('/proc').map((id) => [id, read(id, 'cmdline')]))
  const isOurs = (id: string) => (commands.get(id) ?? '').includes(dirname(SANDBOXD))
  return [...commands.keys()].filter((id) => {
    const parent = /^PPid:\s*(\d+)$/m.exec(read(id, 'status'))?.[1]
    return isOurs(id) && (commands.get(id) ?? '').includes('zygote.py') && parent && !isOurs(parent)
  })
}

function read(id: string, name: string): string {
  try {
    return /^\d+$/.test(id) ? readFileSync(`/proc/${id}/${name}`, 'utf8') : ''
  } catch {
    return '' // it ended meanwhile
  }
}
