/** A source of numbers in [0, 1) that a text decides; the same text always gives the same numbers. */
export type Random = () => number

/** Numbers for one purpose: another name gives numbers that have nothing to do with these. */
export function seeded(...names: readonly (string | number)[]): Random {
  let state = [...names.join('/')].reduce(
    (hash, char) => mixed(hash ^ (char.codePointAt(0) ?? 0)),
    0x811c9dc5,
  )
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    return mixed(state) / 2 ** 32
  }
}

/** A whole number from `low` to `high`, both included. */
export function whole(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1))
}

/** One of some values. @throws RangeError when there are none */
export function oneOf<T>(random: Random, values: readonly T[]): T {
  const [value] = values.slice(Math.floor(random() * values.length))
  if (value === undefined) throw new RangeError('there is nothing to choose from')
  return value
}

/** The values in another order. */
export function shuffled<T>(random: Random, values: readonly T[]): readonly T[] {
  return values
    .map((value) => ({ value, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value)
}

/** A number from the normal distribution with mean 0 and deviation 1. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Spreads a 32-bit number over all 32-bit numbers, one to one. */
function mixed(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return (twice ^ (twice >>> 16)) >>> 0
}
