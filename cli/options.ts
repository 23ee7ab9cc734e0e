import { InvalidArgumentError } from 'commander'

import { BUDGET_USD_MAX } from '../domain/budget/limits.ts'

interface Options<Value extends string> {
  readonly options: readonly Value[]
}

/** Several of these, separated by commas. */
export function listOf<Value extends string>(schema: Options<Value>): (text: string) => readonly Value[] {
  const one = oneOf(schema)
  return (text) => text.split(',').map((item) => one(item.trim()))
}

/** One of these. */
export function oneOf<Value extends string>({ options }: Options<Value>): (text: string) => Value {
  return (text) => {
    const found = options.find((option) => option === text)
    if (found === undefined) throw new InvalidArgumentError(`Use ${options.join(', ')}.`)
    return found
  }
}

/** An amount in dollars. */
export function budgetOf(text: string): number {
  const budget = text.trim() === '' ? Number.NaN : Number(text)
  if (budget >= 0 && budget <= BUDGET_USD_MAX) return budget
  throw new InvalidArgumentError(`Use dollars, from 0 to ${BUDGET_USD_MAX}: 0.50`)
}

/** How many at most. */
export function limitOf(text: string): number {
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1 || limit > 200) throw new InvalidArgumentError('Use 1 to 200.')
  return limit
}
