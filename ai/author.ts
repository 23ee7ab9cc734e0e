import type { Finding } from '../domain/review/review.schema.ts'
import type { Library, PythonVersion, Spec } from '../domain/plot/plot.schema.ts'

/** What an author may read: the spec, the sample's header with the kind of each column, and what a review found. */
export interface AuthorRequest {
  readonly spec: Spec
  readonly library: Library
  readonly sample: SampleHeader
  /** the code that was refused and why; null on the first attempt */
  readonly previous: { readonly code: string; readonly findings: readonly Finding[] } | null
  /** the Pythons that a file of their own is asked for, and the file that serves the others; null: one file for all */
  readonly variant: { readonly pythons: readonly PythonVersion[]; readonly common: string } | null
  /** the published code and what a maintainer wants better about it; absent: it is written from the spec alone */
  readonly improvement?: { readonly code: string; readonly request: string }
}

/** The sample's columns in file order. No values of the sample reach an author. */
export interface SampleHeader {
  readonly rows: number
  readonly columns: readonly {
    readonly name: string
    readonly type: 'quantitative' | 'temporal' | 'nominal'
    readonly distinct: number
  }[]
}

/** One file of Python, or the reason why this author cannot write it. */
export type Authored =
  | { readonly kind: 'authored'; readonly code: string }
  | { readonly kind: 'not_expressible'; readonly reason: string }

/** Writes implementations. `name` and `version` are part of each attempt's provenance. */
export interface Author {
  readonly name: string
  readonly version: string
  write(request: AuthorRequest): Promise<Authored>
}
