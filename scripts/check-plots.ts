import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { createCatalogue } from '../clients/catalogue.ts'
import type { Catalogue } from '../clients/catalogue.ts'
import { projectRoot } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import { normaliseTags } from '../domain/plot/tags.ts'
import type { TagLists } from '../domain/plot/tags.schema.ts'

/** Part of `make check`: every file of the catalogue that has a schema obeys it, and the registry is up to date. */
async function main(): Promise<0 | 1> {
  const root = projectRoot()
  const catalogue = createCatalogue({ root })
  const plotIds = await catalogue.listPlotIds()
  const faults = await Promise.all(plotIds.map((plotId) => plotFaults(catalogue, plotId)))
  const all = [
    ...faults.flat(),
    ...(await sampleFaults(catalogue)),
    ...(await registryFaults(catalogue, root)),
  ]
  for (const fault of all) console.error(fault)
  if (all.length === 0) console.log(`${plotIds.length} plots, all well-formed`)
  return all.length === 0 ? 0 : 1
}

async function plotFaults(catalogue: Catalogue, plotId: string): Promise<readonly string[]> {
  try {
    const { spec } = await catalogue.loadSpec(plotId)
    await catalogue.loadSample(spec)
    await catalogue.loadEvaluations(plotId)
    return tagFaults(plotId, spec.tags)
  } catch (error) {
    if (error instanceof AppError) return [describeError(error)]
    throw error
  }
}

/** Plots of this repository have no tags but those of the registry. */
function tagFaults(plotId: string, tags: TagLists): readonly string[] {
  return normaliseTags(tags).proposed.map(
    ({ slug, dimension }) =>
      `plots/${plotId}/spec.yaml: tags.${dimension}: ${slug} is not in domain/plot/tag-registry.ts; use one that is there, or add it with its definition`,
  )
}

/** Drafts name the axes of new plots by what `columns.yaml` says of each column. */
async function sampleFaults(catalogue: Catalogue): Promise<readonly string[]> {
  try {
    const samples = await catalogue.listSamples()
    return samples.flatMap(({ path, text, notes }) => {
      const [header = ''] = text.split(/\r?\n/)
      const described = Object.keys(notes?.columns ?? {}).join(',')
      return described === header ? [] : [`data/examples/columns.yaml: ${path} has the columns ${header}`]
    })
  } catch (error) {
    if (error instanceof AppError) return [describeError(error)]
    throw error
  }
}

async function registryFaults(catalogue: Catalogue, root: string): Promise<readonly string[]> {
  const file = join(root, 'plots', '_registry.json')
  if (!existsSync(file)) return []
  const current = readFileSync(file, 'utf8') === (await catalogue.registry())
  return current
    ? []
    : ['plots/_registry.json: differs from the folders beside it; any `make plot` writes it anew']
}

function describeError(error: AppError): string {
  const lines = error.problems.map(
    ({ path, message, fix }) => `  ${path}: ${message}${fix ? ` (${fix})` : ''}`,
  )
  return [error.message, ...lines.filter((line) => !error.message.includes(line.trim()))].join('\n')
}

process.exitCode = await main()
