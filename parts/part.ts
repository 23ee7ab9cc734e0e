import type { Config } from '../config.ts'

/** A part that is there and answers: how it was got, its version, and where it is (a path or an address). */
export interface Found {
  readonly kind: 'found'
  readonly way: string
  readonly version: string
  readonly path: string
  readonly note?: string
}

/** A part that is not there: why, which way `ensure` would take, and what a person can do about it. */
export interface Missing {
  readonly kind: 'missing'
  readonly reason: string
  /** what `make setup` would do, or null when it cannot help */
  readonly plan: string | null
  /** a command or an action for people */
  readonly fix: string
}

/** Progress of a set-up, one line at a time. */
export type Report = (line: string) => void

/** One real part of the machine: looked for without side effects, and brought up when it is missing. */
export interface Part {
  readonly name: string
  /** Looks for the part. Cheap, changes nothing, never throws because something is missing. */
  readonly find: (config: Config) => Promise<Found | Missing>
  /**
   * Brings the part up if it is missing; safe to repeat, to interrupt and to run twice at once.
   * @throws AppError `unavailable` with the fix when no way leads to it
   */
  readonly ensure: (config: Config, report: Report) => Promise<Found>
}
