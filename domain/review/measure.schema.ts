import type { Library, PythonVersion, Spec } from '../plot/plot.schema.ts'
import type { SandboxReport } from '../sandbox/sandbox.schema.ts'
import type { FactValue, FigureFacts } from './facts.schema.ts'
import type { PictureBox } from './review.schema.ts'

/** The data a plot was given: columns by name, all of one length. Dates are ISO 8601 texts. */
export interface DataTable {
  readonly rows: number
  readonly columns: Readonly<Record<string, readonly FactValue[]>>
}

/** One execution on one Python. */
export interface RenderFacts {
  readonly python: PythonVersion
  readonly report: Pick<
    SandboxReport,
    'outcome' | 'cpuMs' | 'wallMs' | 'peakMemoryMb' | 'error' | 'denied' | 'audit' | 'stderr'
  >
  readonly facts: FigureFacts | null
  /** the generated tests of the spec, run in the same execution; null: they did not run */
  readonly tests:
    | readonly { readonly name: string; readonly passed: boolean; readonly message: string }[]
    | null
  /** warnings raised while the plot was drawn, as `Category: text` */
  readonly warnings: readonly string[]
}

/** What the pixels of the picture say, measured outside of the process that drew it. */
export interface PictureFacts {
  readonly width: number
  readonly height: number
  readonly bytes: number
  readonly distinctColors: number
  /** the most frequent colour of the outermost pixel frame, as #rrggbb */
  readonly background: string
  /** share of pixels of the most frequent colour */
  readonly backgroundShare: number
  /** share of the outermost pixel frame that is not background */
  readonly edgeInkShare: number
  /** box of everything that is not background, as shares of width and height */
  readonly inkBox: {
    readonly left: number
    readonly top: number
    readonly right: number
    readonly bottom: number
  }
  /** WCAG contrast of each drawn text against the most frequent colour of its own box, in the order of `facts.texts` */
  readonly textContrast: readonly (number | null)[]
  /** the colour that the plot area has where no mark is, as #rrggbb; null: it is not known where that is */
  readonly plotBackground: string | null
  /** WCAG contrast of the strongest shades in the plot area against the background of the picture */
  readonly shadesContrast: number | null
}

/** What the pixels show at the places of one series of marks. */
export interface MarkInk {
  /** places that were looked at: those that no other series covers */
  readonly looked: number
  /** of these: nothing but the background */
  readonly bare: number
  /** of these: something, and not in the colour of the series */
  readonly foreign: number
  /** of these: the colour goes on where the mark should end */
  readonly unbounded: number
  /** some of the places that do not fit */
  readonly boxes: readonly PictureBox[]
}

/** Ink where nothing is said to be drawn. */
export interface StrayInk {
  readonly pixels: number
  /** where most of it is */
  readonly boxes: readonly PictureBox[]
}

/** How far a picture bears out where its figure says that marks and texts are. */
export interface ClaimedInk {
  /** in the order of `facts.marks`; null: they have no places */
  readonly marks: readonly (MarkInk | null)[]
  /** texts whose boxes do not show their colour, by their place in `facts.texts` */
  readonly emptyTexts: readonly number[]
  readonly strayInside: StrayInk
  readonly strayOutside: StrayInk
  /** share of the picture that shapes without values take up outside of the panels */
  readonly shapesShare: number
}

/** Static findings about the source, from the linter. */
export interface LintFacts {
  readonly formatted: boolean
  readonly problems: readonly { readonly rule: string; readonly line: number; readonly message: string }[]
}

/** Everything the measuring reviewers look at. Null means: could not be obtained, so not measured. */
export interface MeasureInput {
  readonly spec: Spec
  readonly library: Library
  readonly code: string
  readonly data: DataTable
  readonly renders: readonly RenderFacts[]
  /** the Python whose picture is reviewed and published */
  readonly picturePython: PythonVersion
  readonly picture: PictureFacts | null
  /** what the picture says of the figure's claims; null: nothing is claimed, or it could not be looked at */
  readonly claims: ClaimedInk | null
  /** the same code with `changeData(data)`: what it drew, and the share of pixels that differ from the picture */
  readonly changed: {
    readonly data: DataTable
    readonly facts: FigureFacts | null
    readonly pixelsChanged: number | null
    readonly claims: ClaimedInk | null
    readonly outcome: SandboxReport['outcome']
  } | null
  readonly lint: LintFacts | null
}
