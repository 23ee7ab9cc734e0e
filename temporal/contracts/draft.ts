import type { ModelFamily } from '../../domain/review/family.schema.ts'
import type { AbstentionReason } from '../../domain/review/opinion.schema.ts'

/** Input of `specDraft`. */
export interface DraftInput {
  readonly runId: string
  readonly plotId: string
  /** the idea as an artefact; null: the words of the id are the idea */
  readonly ideaSha: string | null
}

/** A draft by the digest of its text, or why there is none. */
export type DraftedSpec =
  | { readonly kind: 'drafted'; readonly sha256: string }
  | { readonly kind: 'not_expressible'; readonly reason: string }

/** What a family drafted, or why it drafted nothing. */
export type DraftedByModel =
  | DraftedSpec
  | {
      readonly kind: 'abstained'
      readonly reason: AbstentionReason | 'cut_off' | 'not_acceptable'
      readonly message: string
    }

/** How a run of kind `draft` ends: a draft waits for a person. */
export interface DraftOutcome {
  readonly status: 'needs_person' | 'failed' | 'cancelled'
  readonly message: string | null
}

/** Queue `ai-offline`. */
export interface DraftActivities {
  /** Drafts a spec, or names the family whose model is to. */
  draftSpec(
    input: DraftInput,
  ): Promise<DraftedSpec | { readonly kind: 'by_model'; readonly family: ModelFamily }>
  /** Drafts it without a model, in place of one that could not. */
  draftInstead(
    request: DraftInput & { readonly family: ModelFamily; readonly reason: string },
  ): Promise<DraftedSpec>
}

/** Queues `ai-anthropic`, `ai-openai`, `ai-google`, `ai-local`. */
export interface DrafterActivities {
  /** Has one family draft a spec; a family that cannot says why. */
  askDrafter(request: DraftInput & { readonly family: ModelFamily }): Promise<DraftedByModel>
}

/** Queue `plots`. */
export interface SpecActivities {
  /** Records how the run of a draft ended. */
  endDraft(request: { readonly runId: string; readonly outcome: DraftOutcome }): Promise<void>
  /** Puts a draft that a person confirmed into the catalogue, once; nothing that is there is replaced. */
  placeSpec(request: { readonly plotId: string; readonly draftSha: string }): Promise<void>
}
