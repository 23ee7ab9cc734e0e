import { draftOffline } from '../ai/offline/drafter.ts'
import type { Catalogue } from '../clients/catalogue.ts'
import { specText } from '../clients/spec-file.ts'
import { findDraft, recordDraft } from '../db/queries/draft.ts'
import { AppError } from '../domain/errors.ts'
import type { OfferedSample } from '../domain/plot/draft.ts'
import type { Spec } from '../domain/plot/plot.schema.ts'
import type { ModelFamily } from '../domain/review/family.schema.ts'
import type { DraftActivities, DraftedSpec, DraftInput } from '../temporal/contracts/draft.ts'
import { translated } from './failures.ts'
import { readText, store } from './material.ts'
import type { Material } from './material.ts'
import { offeredSamples } from './offered-samples.ts'

/** What drafting needs. */
export interface DraftingDeps extends Material {
  readonly catalogue: Catalogue
  /** the family whose model drafts; null: the offline drafter does */
  readonly modelAuthor: ModelFamily | null
}

/** Raised whenever the offline drafter makes another draft of the same request. */
const DRAFTER_VERSION = '1'
const OFFLINE = `offline ${DRAFTER_VERSION}`

/** The activities of queue `ai-offline` that draft specs. */
export function createDraftActivities(deps: DraftingDeps): DraftActivities {
  return {
    draftSpec: (input) =>
      translated(async () => {
        const before = await draftedBefore(deps, input)
        if (before !== null) return before
        return deps.modelAuthor === null
          ? draftWithout(deps, input, OFFLINE)
          : { kind: 'by_model', family: deps.modelAuthor }
      }),
    draftInstead: ({ family, reason, ...input }) =>
      translated(async () => {
        const before = await draftedBefore(deps, input)
        return before ?? draftWithout(deps, input, `${OFFLINE} instead of ${family} (${reason})`)
      }),
  }
}

/** The draft this run recorded before; null when there is none yet. */
export async function draftedBefore(
  { db }: Material,
  { runId }: Pick<DraftInput, 'runId'>,
): Promise<DraftedSpec | null> {
  const row = await findDraft(db, runId)
  return row && { kind: 'drafted', sha256: row.sha256 }
}

/** What a drafter starts from. */
export async function draftMaterial(
  deps: Material & { readonly catalogue: Catalogue },
  { ideaSha }: Pick<DraftInput, 'ideaSha'>,
): Promise<{ readonly idea: string | null; readonly samples: readonly OfferedSample[] }> {
  const idea = ideaSha === null ? null : await readText(deps, ideaSha)
  return { idea, samples: await offeredSamples(deps.catalogue) }
}

/** Stores and records a draft as the text it will have in the catalogue. */
export async function keepDraft(
  deps: Material,
  { runId }: Pick<DraftInput, 'runId'>,
  drafted: { readonly spec: Spec; readonly author: string; readonly notes: readonly string[] },
): Promise<DraftedSpec> {
  const { spec, author, notes } = drafted
  const sha256 = await store(deps, 'draft', new TextEncoder().encode(specText(spec)))
  const row = await recordDraft(deps.db, { runId, sha256, author, notes })
  return { kind: 'drafted', sha256: row.sha256 }
}

async function draftWithout(deps: DraftingDeps, input: DraftInput, author: string): Promise<DraftedSpec> {
  const { idea, samples } = await draftMaterial(deps, input)
  const specs = await specsOf(deps.catalogue)
  const drafted = draftOffline({ plotId: input.plotId, idea, samples, specs })
  if (drafted.kind === 'not_expressible') return drafted
  return keepDraft(deps, input, { ...drafted, author })
}

/** The specs of the catalogue; one that somebody is at work on is no example. */
async function specsOf(catalogue: Catalogue): Promise<readonly Spec[]> {
  const ids = await catalogue.listPlotIds()
  const specs = await Promise.all(
    ids.map(async (id) => {
      try {
        return [(await catalogue.loadSpec(id)).spec]
      } catch (error) {
        if (error instanceof AppError) return []
        throw error
      }
    }),
  )
  return specs.flat()
}
