import type { Evaluation } from './evaluation.schema.ts'
import type { Spec } from './plot.schema.ts'

/** One plot as the registry lists it. */
export interface RegistryEntry {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly spec_version: string
  readonly tags: Spec['tags']
  readonly libraries: readonly RegistryLibrary[]
}

interface RegistryLibrary {
  readonly library: string
  readonly version: string
  readonly score: number
  readonly pythons: readonly string[]
  readonly picture: string
}

/** The text of `_registry.json`: generated, sorted and stable, so that equal catalogues give equal files. */
export function registryText(
  plots: readonly { readonly spec: Spec; readonly evaluations: readonly Evaluation[] }[],
): string {
  const entries = plots.map(registryEntry).sort((a, b) => (a.id < b.id ? -1 : 1))
  return `${JSON.stringify({ plots: entries }, null, 2)}\n`
}

function registryEntry({
  spec,
  evaluations,
}: {
  spec: Spec
  evaluations: readonly Evaluation[]
}): RegistryEntry {
  const libraries = evaluations.map((evaluation) => ({
    library: evaluation.library,
    version: evaluation.version,
    score: evaluation.score,
    pythons: evaluation.pythons,
    picture: `assets/${evaluation.library}.png`,
  }))
  return {
    id: spec.plot_id,
    title: spec.title,
    description: spec.description,
    spec_version: spec.version,
    tags: spec.tags,
    libraries: libraries.sort((a, b) => (a.library < b.library ? -1 : 1)),
  }
}
