import type { ChartType } from '../../../domain/plot/plot.schema.ts'
import type { Module } from '../file.ts'
import type { Plan } from '../plan.ts'

/** How one library draws each chart type. */
export type Emitters = { readonly [T in ChartType]: (plan: Plan<T>) => Module }

/** What a library contributes to the file of a plot. */
export function emitted<T extends ChartType>(emitters: Emitters, plan: Plan<T>): Module {
  const emitter: Emitters[T] = emitters[plan.type]
  return emitter(plan)
}
