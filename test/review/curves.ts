import type { Marks } from '../../domain/review/facts.schema.ts'

const PLACES = 150

/** The density of values, estimated with Gaussian kernels of a width, as the vertices of a line. */
export function densityOf(values: readonly number[], width: number): { x: number[]; y: number[] } {
  const [low, high] = [Math.min(...values) - 3 * width, Math.max(...values) + 3 * width]
  const x = Array.from({ length: PLACES }, (_, at) => low + ((high - low) * at) / (PLACES - 1))
  const area = values.length * width * Math.sqrt(2 * Math.PI)
  const y = x.map(
    (place) => values.reduce((sum, value) => sum + Math.exp(-0.5 * ((place - value) / width) ** 2), 0) / area,
  )
  return { x, y }
}

/** The outline of a violin that is half as wide as a category where it is widest. */
export function outlineOf(category: string, values: readonly number[], width: number): Marks['values'] {
  const { x, y } = densityOf(values, width)
  const peak = Math.max(...y)
  return { category: x.map(() => category), at: x, width: y.map((height) => (0.5 * height) / peak) }
}
