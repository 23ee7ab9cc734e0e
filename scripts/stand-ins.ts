import { AppError } from '../domain/errors.ts'
import { ModelFamily } from '../domain/review/family.schema.ts'

/** Servers that stand in for outside services, and the settings that point at them. */
export interface StandIns {
  readonly settings: Readonly<Record<string, string>>
  /** lines for people */
  readonly facts: readonly string[]
  close(): Promise<void>
}

/** The level each family gives: they differ, so that a panel has something to show. */
const LEVELS: Readonly<Record<ModelFamily, string>> = { anthropic: '3', openai: '4', google: '3', local: '2' }

/**
 * Starts the stand-ins of a profile: none without one, models of every family for `demo`.
 * @throws AppError `invalid` for a profile that does not exist
 */
export async function startStandIns(profile: string): Promise<StandIns> {
  if (profile === '') return { settings: {}, facts: [], close: () => Promise.resolve() }
  if (profile !== 'demo') {
    throw new AppError('invalid', `there is no profile ${profile}: use PROFILE=demo, or none`)
  }
  const [{ startModelServer }, { obligingModel }] = await Promise.all([
    import('../test/stand-ins/models/server.ts'),
    import('../test/stand-ins/models/obliging.ts'),
  ])
  const models = await startModelServer()
  for (const family of ModelFamily.options) models.behave(family, obligingModel({ level: LEVELS[family] }))
  // The engine's processes inherit this environment.
  Object.assign(process.env, models.settings)
  return {
    settings: models.settings,
    facts: ['  models    stand-ins of all four families: nothing is asked outside, costs are made up'],
    close: () => models.close(),
  }
}
