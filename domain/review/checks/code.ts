import { failed, listed, notMeasured, passed } from '../check.ts'
import type { Check, Outcome } from '../check.ts'
import type { LintFacts, MeasureInput } from '../measure.schema.ts'

type Problem = LintFacts['problems'][number]

/** What the families of rules are about; all others are faults of the code itself. */
const TYPES = /^ANN/
const DOCSTRINGS = /^D\d/
const COMPLEXITY = /^C901$/

/** Imports, names and arguments that nothing uses, definitions over others, code in comments. */
export const DEAD_CODE = /^(?:F401|F811|F841|ARG\d+|ERA\d+)$/

/** The linter finds nothing. */
export const lint: Check = {
  name: 'lint',
  criterion: 'code_quality',
  points: 3,
  veto: 'never',
  measure: (input) =>
    byRule(
      input,
      (rule) => ![TYPES, DOCSTRINGS, COMPLEXITY, DEAD_CODE].some((family) => family.test(rule)),
      'The linter finds nothing.',
    ),
}

/** Everything is annotated. */
export const typesAnnotated: Check = {
  name: 'types-annotated',
  criterion: 'code_quality',
  points: 2,
  veto: 'never',
  measure: (input) => byRule(input, (rule) => TYPES.test(rule), 'All parameters and results have types.'),
}

/** There is a docstring, in the form that the catalogue uses. */
export const docstring: Check = {
  name: 'docstring',
  criterion: 'code_quality',
  points: 2,
  veto: 'never',
  measure: (input) => byRule(input, (rule) => DOCSTRINGS.test(rule), 'The docstrings are complete.'),
}

/** No function is too complicated. */
export const complexity: Check = {
  name: 'complexity',
  criterion: 'code_quality',
  points: 1,
  veto: 'never',
  measure: (input) => byRule(input, (rule) => COMPLEXITY.test(rule), 'No function is too complicated.'),
}

/** The code looks as the formatter would have it. */
export const formatted: Check = {
  name: 'formatted',
  criterion: 'code_quality',
  points: 2,
  veto: 'never',
  measure: ({ lint: facts }) => {
    if (facts === null) return notMeasured('The linter did not run.')
    return facts.formatted
      ? passed('It is formatted.')
      : failed('The code is not formatted; run Black over it.')
  },
}

/** Warnings that say that something will be gone. */
const DEPRECATION =
  /^(?:Pending)?Deprecation|^Future|^Matplotlib\w*Deprecation|^Bokeh\w*Deprecation|^Altair\w*Deprecation/

/** Nothing that will be gone is used. */
export const noDeprecations: Check = {
  name: 'no-deprecations',
  criterion: 'code_quality',
  points: 1,
  veto: 'never',
  measure: (input) => byWarning(input, (warning) => DEPRECATION.test(warning), 'Nothing is deprecated.'),
}

/** Nothing warns while it draws. */
export const noWarnings: Check = {
  name: 'no-warnings',
  criterion: 'code_quality',
  points: 2,
  veto: 'never',
  measure: (input) => byWarning(input, (warning) => !DEPRECATION.test(warning), 'Nothing warns.'),
}

/** The tests that are generated from the spec pass on each Python; they run beside the author's code, so they refuse nothing. */
export const testsPass: Check = {
  name: 'tests-pass',
  criterion: 'spec_compliance',
  points: 2,
  veto: 'never',
  measure: (input) => {
    const ran = input.renders.filter((render) => render.report.outcome === 'ok')
    const tested = ran.flatMap(({ python, tests }) => (tests === null ? [] : [{ python, tests }]))
    const all = tested.flatMap(({ python, tests }) => tests.map((test) => ({ ...test, python })))
    if (tested.length < ran.length || all.length === 0)
      return notMeasured('The tests did not run on every Python.')
    const failing = all.filter((test) => !test.passed)
    const [first] = failing
    if (first === undefined) return passed(`${all.length} tests pass.`)
    const message = `${first.name} on Python ${first.python}: ${first.message.slice(0, 160)}`
    return failed(
      `${failing.length} of ${all.length} tests fail; ${message}`,
      0.25 + failing.length / all.length,
    )
  },
}

function byWarning({ renders }: MeasureInput, isOurs: (warning: string) => boolean, fine: string): Outcome {
  const ran = renders.filter((render) => render.report.outcome === 'ok')
  if (ran.length === 0) return notMeasured('It ran on no Python.')
  const warnings = [...new Set(ran.flatMap((render) => render.warnings))].filter(isOurs)
  const [first] = warnings
  if (first === undefined) return passed(fine)
  return failed(`${warnings.length} warnings: ${first.slice(0, 200)}`, 0.5 + warnings.length / 10)
}

/** What the linter finds among some of its rules. */
export function byRule(
  { lint: facts }: Pick<MeasureInput, 'lint'>,
  isOurs: (rule: string) => boolean,
  fine: string,
): Outcome {
  if (facts === null) return notMeasured('The linter did not run.')
  const found = facts.problems.filter(({ rule }) => isOurs(rule))
  if (found.length === 0) return passed(fine)
  return failed(`${found.length} findings: ${listed(found.map(described), 3)}.`, 0.25 + found.length / 8)
}

function described({ rule, line, message }: Problem): string {
  return `line ${line} ${rule} ${message.slice(0, 70)}`
}
