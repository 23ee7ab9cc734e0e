import type { Library, PythonVersion } from '../../domain/plot/plot.schema.ts'
import type { ModelFamily } from '../../domain/review/family.schema.ts'
import type { AbstentionReason } from '../../domain/review/opinion.schema.ts'
import type { Finding, Verdict } from '../../domain/review/review.schema.ts'
import type { LibraryStatus, RunStatus, Stage } from '../../domain/run/run.schema.ts'

/** Input of `plotPipeline`. References only: what the hashes name lies in the artefact store. */
export interface PlotRunInput {
  readonly runId: string
  readonly plotId: string
  readonly specSha: string
  readonly specVersion: string
  readonly dataSha: string
  readonly libraries: readonly Library[]
  readonly pythons: readonly PythonVersion[]
  /** code to try for the one library of this run instead of the author's */
  readonly implementationSha: string | null
  readonly publish: boolean
  readonly repairsMax: number
  /** the text of a new plot's spec, confirmed and not in the catalogue yet */
  readonly draftSha?: string
  /** absent: each library is written from the spec alone */
  readonly improvement?: Improvement
}

/** What an author is asked to make better. */
export interface Improvement {
  readonly request: string
  /** where it starts from; replaced by what scores no less, anything else waits for a person */
  readonly published: Readonly<Partial<Record<Library, { readonly codeSha: string; readonly score: number }>>>
}

/** Input of `libraryImplementation`. */
export interface LibraryRunInput extends Omit<PlotRunInput, 'libraries' | 'draftSha'> {
  readonly library: Library
}

/** Input of `publication`: a person's verdict about exactly this code and this review. */
export interface PublicationInput {
  readonly runId: string
  readonly plotId: string
  readonly library: Library
  readonly codeSha: string
  readonly reviewKey: string
  readonly decidedBy: string
}

/** Input of `tagging`: code that was published, and the review that let it. */
export interface TaggingInput {
  readonly plotId: string
  readonly library: Library
  readonly codeSha: string
  readonly reviewKey: string
}

/** How one library ended. */
export interface LibraryOutcome {
  readonly library: Library
  readonly status: Exclude<LibraryStatus, 'running'>
  readonly attempts: number
  readonly codeSha: string | null
  readonly reviewKey: string | null
  readonly score: number | null
  readonly version: string | null
  readonly published: boolean
  readonly message: string | null
}

/** How a run ended. */
export interface PlotRunOutcome {
  readonly status: Extract<RunStatus, 'approved' | 'needs_person' | 'failed' | 'cancelled'>
  readonly libraries: readonly LibraryOutcome[]
  /** what kept the whole run from its work */
  readonly message?: string
}

/** Answer of the `progress` Query of both Workflows. */
export interface LiveProgress {
  readonly runId: string
  readonly libraries: readonly {
    readonly library: Library
    readonly stage: Stage
    readonly attempt: number
    readonly status: LibraryStatus
    readonly score: number | null
  }[]
}

/** What identifies one attempt at one library; every activity gets it and keys its rows by it. */
export interface AttemptRef {
  readonly runId: string
  readonly plotId: string
  readonly library: Library
  readonly attempt: number
  readonly specSha: string
  readonly specVersion: string
  readonly dataSha: string
}

/** Queue `ai-offline`. */
export interface AiActivities {
  /** Writes the code of one attempt, or names the family whose model is to write it. */
  writeImplementation(
    request: WriteRequest & {
      /** code that a person gave to be tried instead of the author's */
      readonly givenSha: string | null
    },
  ): Promise<WrittenImplementation | { readonly kind: 'by_model'; readonly family: ModelFamily }>

  /** Writes it without a model, in place of one that could not. */
  writeInstead(
    request: WriteRequest & { readonly family: ModelFamily; readonly reason: string },
  ): Promise<WrittenImplementation>

  /** Measures one rendered attempt and judges it by that, unless models are to be asked first. */
  reviewImplementation(request: ReviewRequest): Promise<MeasuredImplementation>

  /** Judges one measured attempt with what models said about it. */
  concludeReview(
    request: ReviewRequest & { readonly measuredKey: string; readonly opinions: readonly OpinionRef[] },
  ): Promise<ReviewedImplementation>
}

/** Queues `ai-anthropic`, `ai-openai`, `ai-google`, `ai-local`. */
export interface ModelActivities {
  /** Has one family write the code of an attempt; a family that cannot says why. */
  askAuthor(request: WriteRequest & { readonly family: ModelFamily }): Promise<AuthoredByModel>

  /** Has one family judge a measured attempt; a family that cannot says why. */
  askReviewer(
    request: AttemptRef & {
      readonly family: ModelFamily
      readonly codeSha: string
      readonly measuredKey: string
    },
  ): Promise<OpinionRef>
}

export type ReviewRequest = AttemptRef & {
  readonly codeSha: string
  readonly renders: RenderedImplementation
}

/** What a family said, by reference, or why it said nothing. */
export type OpinionRef =
  | { readonly kind: 'opinion'; readonly family: ModelFamily; readonly key: string }
  | {
      readonly kind: 'abstained'
      readonly family: ModelFamily
      readonly reason: AbstentionReason
      readonly message: string
    }

/** A review by measurement alone; with `judges`, these families are to be asked before it is concluded. */
export interface MeasuredImplementation extends ReviewedImplementation {
  readonly judges?: {
    readonly families: readonly ModelFamily[]
    /** opinions after which the rest get only a little longer */
    readonly quorum: number
    /** the family whose opinion does not count towards the quorum; null: no model wrote the code */
    readonly authorFamily: ModelFamily | null
  }
}

/** A repair is given the code and the review before it. */
export type WriteRequest = AttemptRef & {
  /** the Pythons that it will be run on; absent in requests of older Workflows */
  readonly pythons?: readonly PythonVersion[]
  readonly previous: { readonly codeSha: string; readonly reviewKey: string } | null
  /** the published code that is to be made better, and how; absent: nothing is */
  readonly improvement?: { readonly codeSha: string; readonly request: string }
}

export type AuthoredByModel =
  | WrittenImplementation
  | {
      readonly kind: 'abstained'
      readonly reason: AbstentionReason | 'cut_off' | 'not_acceptable'
      readonly message: string
    }

export type WrittenImplementation =
  | { readonly kind: 'written'; readonly codeSha: string }
  | { readonly kind: 'unchanged'; readonly codeSha: string }
  | { readonly kind: 'not_expressible'; readonly reason: string }

/** Queue `sandbox`. */
export interface SandboxActivities {
  /** Runs one attempt on every Python, and once more with changed data; draws the picture. */
  renderImplementation(
    request: AttemptRef & { readonly codeSha: string; readonly pythons: readonly PythonVersion[] },
  ): Promise<RenderedImplementation>
  /** Finds out which tags hold for published code: runs it with missing values and with many rows. */
  tagImplementation(request: TaggingInput): Promise<void>
}

export interface RenderedImplementation {
  /** render key of each Python, lowest Python first */
  readonly renders: readonly {
    readonly python: PythonVersion
    readonly key: string
    readonly outcome: string
  }[]
  /** the highest Python that ran; null: none did */
  readonly picturePython: PythonVersion | null
  /** render key of the execution with changed data; null: no picture to compare with */
  readonly changedKey: string | null
  /** the other files of an implementation of several, each seen through the highest Python that ran it */
  readonly others?: readonly {
    readonly file: string
    /** null: none did */
    readonly python: PythonVersion | null
    readonly changedKey: string | null
  }[]
}

export interface ReviewedImplementation {
  readonly reviewKey: string
  readonly verdict: Verdict
  readonly score: number
  /** the failed findings, worst first, at most ten; all are in the review's row */
  readonly findings: readonly Pick<Finding, 'check' | 'message' | 'veto'>[]
}

/** Queue `plots`. */
export interface PlotActivities {
  /** Records that a run's Workflow is at work. */
  beginRun(request: { readonly runId: string }): Promise<void>
  /** Puts exactly this code and its picture into the catalogue, once. */
  publishImplementation(
    request: Pick<AttemptRef, 'runId' | 'plotId' | 'library'> & {
      readonly codeSha: string
      readonly reviewKey: string
      readonly decidedBy: string
    },
  ): Promise<{ readonly version: string; readonly changed: boolean }>
  /** Keeps code that waits for a person's verdict beside the published one, with picture and review. */
  keepCandidate(request: Parameters<PlotActivities['publishImplementation']>[0]): Promise<void>
  /** Records how a library ended within a run. */
  endLibrary(request: { readonly runId: string; readonly outcome: LibraryOutcome }): Promise<void>
  /** Records how the run ended and brings the registry up to date. */
  endRun(request: {
    readonly runId: string
    readonly plotId: string
    readonly outcome: PlotRunOutcome
  }): Promise<void>
}
