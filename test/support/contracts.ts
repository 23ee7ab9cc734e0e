import type { Library } from '../../domain/plot/plot.schema.ts'
import type { ModelFamily } from '../../domain/review/family.schema.ts'
import type {
  DraftActivities,
  DraftedByModel,
  DraftOutcome,
  DrafterActivities,
  SpecActivities,
} from '../../temporal/contracts/draft.ts'
import type {
  AiActivities,
  LibraryOutcome,
  MeasuredImplementation,
  ModelActivities,
  OpinionRef,
  PlotActivities,
  PlotRunInput,
  PlotRunOutcome,
  ReviewedImplementation,
  SandboxActivities,
} from '../../temporal/contracts/plot.ts'

/** What the world that stands in for the activities was asked to do, in order. */
export interface Recorded {
  readonly calls: string[]
  /** codes whose tagging was started, in any order */
  readonly tagged: string[]
  readonly ended: Map<Library, LibraryOutcome>
  /** what each conclusion was given */
  readonly concluded: (readonly OpinionRef[])[]
  run: PlotRunOutcome | null
  draft: DraftOutcome | null
}

/** How the world answers for one library; by default every first attempt is approved. */
export interface Script {
  /** the verdict of each attempt, the last one repeated */
  readonly verdicts?: readonly ReviewedImplementation['verdict'][]
  /** from this attempt on the author writes the same code again */
  readonly unchangedFrom?: number
  readonly notExpressible?: string
  /** the render of this library throws this, for ever */
  readonly renderFails?: Error
  /** the first renders throw, then it works */
  readonly renderFailures?: number
  /** rendering ends only when the world is released */
  readonly hangs?: boolean
  /** finding out tags ends only when the world is released */
  readonly taggingHangs?: boolean
  /** this family's model writes */
  readonly modelAuthor?: ModelFamily
  /** models are asked after each measurement */
  readonly judges?: MeasuredImplementation['judges']
  /** placing a spec throws this */
  readonly placingFails?: Error
  /** these families throw whenever they are asked */
  readonly down?: readonly ModelFamily[]
}

/** How the world drafts specs; by default without a model. */
export interface DraftScript {
  /** a family that is to draft, and what it says; an error is thrown for ever */
  readonly model?: readonly [ModelFamily, DraftedByModel | Error]
  readonly notExpressible?: string
  /** drafting ends only when the world is released */
  readonly hangs?: boolean
}

type Scripts = Partial<Record<Library, Script>> & { readonly drafts?: DraftScript }

/** An in-memory implementation of the activity contracts, driven by a script per library. */
export function createWorld({ drafts = {}, ...scripts }: Scripts) {
  let release = () => undefined as void
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const recorded: Recorded = {
    calls: [],
    tagged: [],
    ended: new Map(),
    concluded: [],
    run: null,
    draft: null,
  }
  const failures = new Map<Library, number>()
  const scriptOf = (library: Library): Script => scripts[library] ?? {}
  const note = (what: string, library: Library, attempt?: number) =>
    recorded.calls.push([what, library, attempt].filter((part) => part !== undefined).join(' '))
  const drafting: DraftActivities & DrafterActivities & SpecActivities = {
    async draftSpec() {
      recorded.calls.push('draft')
      if (drafts.hangs) await released
      if (drafts.notExpressible) return { kind: 'not_expressible', reason: drafts.notExpressible }
      return drafts.model
        ? { kind: 'by_model', family: drafts.model[0] }
        : { kind: 'drafted', sha256: 'spec' }
    },
    async askDrafter({ family }) {
      recorded.calls.push(`draft by ${family}`)
      const said = drafts.model?.[1] ?? new Error('nobody is there')
      if (said instanceof Error) throw said
      return said
    },
    async draftInstead({ family, reason }) {
      recorded.calls.push(`draft instead of ${family} (${reason})`)
      return { kind: 'drafted', sha256: 'spec' }
    },
    async endDraft({ outcome }) {
      recorded.draft = outcome
    },
    async placeSpec({ draftSha }) {
      recorded.calls.push(`place ${draftSha}`)
      const failure = Object.values(scripts).find(({ placingFails }) => placingFails)?.placingFails
      if (failure) throw failure
    },
  }
  const activities: AiActivities & ModelActivities & SandboxActivities & PlotActivities & typeof drafting = {
    ...drafting,
    async writeImplementation({ library, attempt, givenSha }) {
      note('write', library, attempt)
      const script = scriptOf(library)
      if (script.notExpressible) return { kind: 'not_expressible', reason: script.notExpressible }
      if (attempt >= (script.unchangedFrom ?? Infinity))
        return { kind: 'unchanged', codeSha: `code-${attempt - 1}` }
      if (script.modelAuthor) return { kind: 'by_model', family: script.modelAuthor }
      return { kind: 'written', codeSha: givenSha ?? `code-${attempt}` }
    },
    async askAuthor({ library, attempt, family }) {
      note(`author ${family}`, library, attempt)
      const isAway = scriptOf(library).down?.includes(family) ?? false
      if (isAway) return { kind: 'abstained', reason: 'budget', message: 'no room' }
      return { kind: 'written', codeSha: `${family}-code-${attempt}` }
    },
    async writeInstead({ library, attempt, family, reason }) {
      note(`write instead of ${family} (${reason})`, library, attempt)
      return { kind: 'written', codeSha: `code-${attempt}` }
    },
    async renderImplementation({ library, attempt, pythons, codeSha }) {
      note('render', library, attempt)
      const script = scriptOf(library)
      if (script.hangs) await released
      if (script.renderFails) throw script.renderFails
      const failed = failures.get(library) ?? 0
      if (failed < (script.renderFailures ?? 0)) {
        failures.set(library, failed + 1)
        throw new Error('the sandbox went away')
      }
      return {
        renders: pythons.map((python) => ({ python, key: `${codeSha}-${python}`, outcome: 'ok' })),
        picturePython: pythons.at(-1) ?? null,
        changedKey: `${codeSha}-changed`,
      }
    },
    async tagImplementation({ library, codeSha }) {
      recorded.tagged.push(`${codeSha} ${library}`)
      if (scriptOf(library).taggingHangs) await released
    },
    async reviewImplementation({ library, attempt, codeSha }) {
      note('review', library, attempt)
      const { judges } = scriptOf(library)
      const review = reviewOf(scriptOf(library), attempt, codeSha)
      return judges === undefined ? review : { ...review, judges }
    },
    async askReviewer({ library, family }) {
      note(`ask ${family}`, library)
      if (scriptOf(library).down?.includes(family)) throw new Error(`${family} is away`)
      return { kind: 'opinion', family, key: `opinion-${family}` }
    },
    async concludeReview({ library, attempt, codeSha, opinions }) {
      note('conclude', library, attempt)
      recorded.concluded.push(opinions)
      return reviewOf(scriptOf(library), attempt, codeSha)
    },
    async publishImplementation({ library, codeSha, decidedBy }) {
      note(`publish ${codeSha} by ${decidedBy}`, library)
      return { version: '1.0.0', changed: true }
    },
    async keepCandidate({ library, codeSha }) {
      note(`keep ${codeSha}`, library)
    },
    async beginRun() {
      recorded.calls.push('begin')
    },
    async endLibrary({ outcome }) {
      recorded.ended.set(outcome.library, outcome)
    },
    async endRun({ outcome }) {
      recorded.run = outcome
    },
  }
  return { activities, recorded, release }
}

function reviewOf(
  { verdicts = ['approve'] }: Script,
  attempt: number,
  codeSha: string,
): ReviewedImplementation {
  const verdict = verdicts[Math.min(attempt, verdicts.length) - 1] ?? 'approve'
  const approved = verdict === 'approve'
  return {
    reviewKey: `review-${codeSha}`,
    verdict,
    score: approved ? 95 : 60,
    findings: approved ? [] : [{ check: 'text-overlap', message: 'labels overlap', veto: true }],
  }
}

/** A run of these libraries on two Pythons. */
export function runInput(libraries: readonly Library[], overrides: Partial<PlotRunInput> = {}): PlotRunInput {
  return {
    runId: '019aa000-0000-7000-8000-000000000001',
    plotId: 'scatter-basic',
    specSha: 'spec',
    specVersion: '1.0.0',
    dataSha: 'data',
    libraries,
    pythons: ['3.12', '3.13'],
    implementationSha: null,
    publish: true,
    repairsMax: 3,
    ...overrides,
  }
}
