import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { parse } from 'yaml'

import { createOfflineAuthor } from '../../ai/offline/author.ts'
import { Library, Spec } from '../../domain/plot/plot.schema.ts'
import { sampleHeader } from '../../domain/plot/sample-header.ts'
import type { DataTable } from '../../domain/review/measure.schema.ts'
import { formatTable, parseTable } from '../../sandbox/data-table.ts'
import type { Linter } from '../../sandbox/lint.ts'
import { seeded, shuffled } from './random.ts'
import { syntheticBase } from './synthetic.ts'
import { varied } from './vary.ts'

/** A chart as the engine would make it: what was asked for, the data, and the code. */
export interface Chart {
  readonly name: string
  readonly library: Library
  readonly spec: Spec
  readonly table: DataTable
  readonly csv: string
  readonly code: string
}

/** A specification with the data it is drawn from. */
export interface Base {
  readonly spec: Spec
  readonly table: DataTable
}

/** What writing charts needs. */
export interface Studio {
  readonly bases: readonly Base[]
  readonly linter: Linter
}

/** Every specification of the catalogue with its sample: a new plot makes the set grow. */
export async function catalogueBases(root: string): Promise<readonly Base[]> {
  const folders = await readdir(join(root, 'plots'), { withFileTypes: true })
  const names = folders.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => {
      const spec = Spec.parse(parse(await readFile(join(root, 'plots', name, 'spec.yaml'), 'utf8')))
      return { spec, table: parseTable(await readFile(join(root, spec.sample.path), 'utf8'), spec) }
    }),
  )
}

/**
 * Clean charts of a seed: specifications of the catalogue in turn, each with data, words and options of its own,
 * for each library in turn, as the offline author writes them at the first attempt. None is left out for what a
 * reviewer says about it.
 */
export async function cleanCharts(studio: Studio, seed: string, count: number): Promise<readonly Chart[]> {
  const charts: Chart[] = []
  for (let number = 0; charts.length < count; number += 1) {
    const chart = await cleanChart(studio, seed, number)
    if (chart !== null) charts.push(chart)
  }
  return charts
}

/** The code of a specification for a library; null: it cannot be drawn with this library. */
export async function written(linter: Linter, base: Base, library: Library): Promise<string | null> {
  const request = {
    spec: base.spec,
    library,
    sample: sampleHeader(base.table),
    previous: null,
    variant: null,
  }
  const authored = await createOfflineAuthor().write(request)
  return authored.kind === 'authored' ? linter.format(authored.code) : null
}

async function cleanChart({ bases, linter }: Studio, seed: string, number: number): Promise<Chart | null> {
  const libraries = Library.options
  const round = Math.floor(number / libraries.length)
  const order = shuffled(seeded(seed, 'order', Math.floor(round / bases.length)), bases)
  const base = order[round % order.length]
  const library = libraries[number % libraries.length]
  if (base === undefined || library === undefined) throw new Error('the catalogue has no specification')
  const random = seeded(seed, 'clean', number)
  const { spec, table } = varied(random, syntheticBase(random, base) ?? base)
  const csv = formatTable(table)
  const read = { spec, table: parseTable(csv, spec) }
  const code = await written(linter, read, library)
  return code === null ? null : { name: `${number}-${spec.plot_id}`, library, csv, code, ...read }
}
