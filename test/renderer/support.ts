import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

import { csvParse } from 'd3-dsv'

import { loadConfig } from '../../config.ts'
import type { PythonVersion } from '../../domain/plot/plot.schema.ts'
import { chromiumPart } from '../../parts/chromium.ts'
import { readEnvironments } from '../../parts/pythons.ts'
import { environmentFor } from '../../sandbox/environments.ts'
import type { Environment } from '../../sandbox/environments.ts'
import type { RendererDeps } from '../../sandbox/renderer/index.ts'
import type { DrawnLibrary } from '../../sandbox/renderer/json.ts'

export const config = loadConfig()

/** The environment of a Python, as the engine uses it. */
export function environmentOf(python: PythonVersion): Environment {
  return environmentFor(readEnvironments(config), python)
}

/** What a renderer of this machine is made of. */
export async function rendererDeps(): Promise<RendererDeps> {
  const { path } = await chromiumPart.ensure(config, () => undefined)
  return { chromiumPath: path, root: config.root, environment: environmentOf('3.12') }
}

/** Figures by name, made by the real library on a Python. */
export function makeFigures(
  library: DrawnLibrary,
  python: PythonVersion = '3.12',
): ReadonlyMap<string, Uint8Array> {
  const script = join(config.root, 'test/renderer/figures.py')
  const args = ['-I', '-B', script, library, join(config.root, 'data/examples')]
  const output = execFileSync(environmentOf(python).executable, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  const texts = Object.entries(JSON.parse(output) as Record<string, string>)
  return new Map(texts.map(([name, text]) => [name, new TextEncoder().encode(text)]))
}

/** A figure that must be there. */
export function figure(figures: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const found = figures.get(name)
  if (!found) throw new Error(`no figure ${name}`)
  return found
}

/** A value as the bytes of its JSON. */
export function bytesOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value))
}

/** A column of a sample, as texts. */
export function sampleColumn(file: string, column: string): string[] {
  const table = csvParse(readFileSync(join(config.root, 'data/examples', file), 'utf8'))
  return table.map((row) => row[column] ?? '')
}

/** The quantile of numbers as numpy and pandas compute it. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const [below = Number.NaN, above = below] = sorted.slice(Math.floor(at), Math.floor(at) + 2)
  return below + (above - below) * (at - Math.floor(at))
}

/** Values of one column by the group another names. */
export function groupBy(groups: readonly string[], values: readonly number[]): ReadonlyMap<string, number[]> {
  const found = new Map<string, number[]>()
  groups.forEach((group, index) =>
    found.set(group, [...(found.get(group) ?? []), values[index] ?? Number.NaN]),
  )
  return found
}

/** Width and height that a PNG says it has. */
export function pngSize(png: Uint8Array): readonly [number, number] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  return [view.getUint32(16), view.getUint32(20)]
}

/** A server on loopback that counts who comes. */
export async function startListener(): Promise<{
  url: string
  hits(): readonly string[]
  close(): Promise<void>
}> {
  const hits: string[] = []
  const server = createServer((request, response) => {
    hits.push(request.url ?? '')
    response
      .writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'application/json' })
      .end('[]')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  return { url: `http://127.0.0.1:${port}`, hits: () => hits, close }
}

/** A process of this machine, as the kernel describes it. */
export interface ProcessStatus {
  readonly pid: number
  readonly parent: number
  readonly command: string
  readonly status: Readonly<Record<string, string>>
}

/** Every process below this one. */
export function descendants(): readonly ProcessStatus[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(readStatus)
  const below = (parent: number): readonly ProcessStatus[] =>
    all.filter((each) => each.parent === parent).flatMap((each) => [each, ...below(each.pid)])
  return below(process.pid)
}

function readStatus(pid: string): ProcessStatus[] {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    const lines = readFileSync(`/proc/${pid}/status`, 'utf8').trim().split('\n')
    const status = Object.fromEntries(lines.map((line) => line.split(/:\s*/, 2)))
    return [{ pid: Number(pid), parent: Number(status['PPid']), command, status }]
  } catch {
    // It ended while it was read.
    return []
  }
}

/** Resolves when something is so; the test's own time limit ends the wait. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20))
}
