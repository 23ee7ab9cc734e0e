import { csvParseRows } from 'd3-dsv'

import type { Catalogue, SampleFile } from '../clients/catalogue.ts'
import type { OfferedSample } from '../domain/plot/draft.ts'
import { Library, PythonVersion } from '../domain/plot/plot.schema.ts'
import type { Spec } from '../domain/plot/plot.schema.ts'
import { sampleHeader } from '../domain/plot/sample-header.ts'
import { parseTable } from '../sandbox/data-table.ts'

/** Every sample of the catalogue as a draft may use it: no value of it is told. */
export async function offeredSamples(catalogue: Catalogue): Promise<readonly OfferedSample[]> {
  return (await catalogue.listSamples()).map(offered)
}

function offered({ path, text, notes }: SampleFile): OfferedSample {
  const [names = []] = csvParseRows(text)
  const { rows, columns } = sampleHeader(parseTable(text, specOfAll(path, names)))
  const { columns: known = {}, ...about } = notes ?? {}
  return { path, ...about, rows, columns: columns.map((column) => ({ ...column, ...known[column.name] })) }
}

/** A spec that takes every column as a number or a date where it holds nothing else. */
function specOfAll(path: string, names: readonly string[]): Spec {
  return {
    plot_id: 'all-columns',
    title: path,
    description: path,
    version: '1.0.0',
    requirements: { data: [], visual: [], technical: [] },
    data: names.map((name) => ({ name, types: ['quantitative', 'temporal'], required: true })),
    chart: { type: 'scatter' },
    sample: { path, columns: Object.fromEntries(names.map((name) => [name, name])) },
    tags: { technical: [], visual: [], domain: [], capability: [], compatibility: [] },
    libraries: Library.options,
    python: PythonVersion.options,
  }
}
