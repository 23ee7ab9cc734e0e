import { expect, it } from 'vitest'

import { mean, median } from './median.ts'

it('takes the middle value, or the mean of the two in the middle', () => {
  expect(median([90, 10, 50])).toBe(50)
  expect(median([100, 0, 40, 60])).toBe(50)
  expect(median([70])).toBe(70)
})

it('has nothing to say about nothing', () => {
  expect(median([])).toBeNull()
  expect(mean([])).toBeNull()
  expect(mean([1, 2])).toBe(1.5)
})
