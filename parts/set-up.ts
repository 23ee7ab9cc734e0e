import type { Config } from '../config.ts'
import { AppError, messageOf } from '../domain/errors.ts'
import { chromiumPart } from './chromium.ts'
import { nodePart } from './node.ts'
import type { Part, Report } from './part.ts'
import { postgresPart } from './postgres.ts'
import { ensurePythons, pythonParts, toolsPart } from './pythons.ts'
import { temporalPart } from './temporal.ts'
import { uvPart } from './uv.ts'

/** Every part, in the order a person reads about them. */
export const ALL_PARTS: readonly Part[] = [
  nodePart,
  temporalPart,
  postgresPart,
  uvPart,
  ...pythonParts,
  toolsPart,
  chromiumPart,
]

/**
 * Brings up every part that is missing, side by side. Safe to repeat and to interrupt.
 * @throws AppError `unavailable` with the fix of each part that could not be got
 */
export async function setUp(config: Config, report: Report): Promise<void> {
  const results = await Promise.allSettled([
    temporalPart.ensure(config, report),
    postgresPart.ensure(config, report),
    chromiumPart.ensure(config, report),
    ensurePythons(config, report).then(() => toolsPart.ensure(config, report)),
  ])
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [messageOf(result.reason)] : [],
  )
  if (failures.length > 0) throw new AppError('unavailable', failures.join('\n'))
}
