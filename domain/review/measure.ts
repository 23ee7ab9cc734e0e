import { PythonVersion } from '../plot/plot.schema.ts'
import { notMeasured } from './check.ts'
import type { Check, Outcome } from './check.ts'
import {
  axisDirection,
  axisRange,
  categoryLoad,
  countTicks,
  namesWritten,
  tickFormat,
} from './checks/axes.ts'
import {
  complexity,
  docstring,
  formatted,
  lint,
  noDeprecations,
  noWarnings,
  testsPass,
  typesAnnotated,
} from './checks/code.ts'
import { cpuTime, memory } from './checks/cost.ts'
import { claimsBorneOut } from './checks/claims.ts'
import {
  binCount,
  chartType,
  everyRowDrawn,
  followsData,
  groupsRight,
  lineInOrder,
  valuesRight,
} from './checks/data.ts'
import { directionsApart, sizesExplained } from './checks/keys.ts'
import { noInstructions } from './checks/instructions.ts'
import { colorCount, legendOnData, margins, plotArea, textSizes, wordsOnce } from './checks/layout.ts'
import { rightLibrary } from './checks/library.ts'
import { colorVision, insideAxes, markContrast, overplotting, zeroBaseline } from './checks/marks.ts'
import { canvasUse, edgeInk, notBlank } from './checks/picture.ts'
import { inEachPanel } from './checks/panels.ts'
import { pythonsAgree, runsOn, wasRun } from './checks/runs.ts'
import {
  codeLength,
  colormap,
  deadCode,
  embeddedData,
  noDepth,
  oneScale,
  seeded,
  staysInside,
} from './checks/source.ts'
import { fontSize, textClipped, textContrast, textOverlap, ticks } from './checks/texts.ts'
import { axisTitles, axisUnits, axisWords, legend, title } from './checks/words.ts'
import * as limits from './limits.ts'
import type { MeasureInput } from './measure.schema.ts'
import type { Finding } from './review.schema.ts'

/** Raised whenever a check judges the same input differently; part of each review's key. */
export const CHECK_SET_VERSION = 5

/** Longest message of a finding, as its schema has it. */
export const MESSAGE_MAX = 300

/** Every rule that measures, in the order in which findings are shown. */
export const CHECKS: readonly Check[] = [
  wasRun,
  ...PythonVersion.options.map(runsOn),
  pythonsAgree,
  rightLibrary,
  claimsBorneOut,
  chartType,
  everyRowDrawn,
  valuesRight,
  groupsRight,
  inEachPanel(lineInOrder),
  inEachPanel(binCount),
  inEachPanel(insideAxes),
  followsData,
  notBlank,
  title,
  axisTitles,
  axisUnits,
  axisWords,
  legend,
  sizesExplained,
  namesWritten,
  wordsOnce,
  noDepth,
  embeddedData,
  testsPass,
  noInstructions,
  textOverlap,
  textClipped,
  edgeInk,
  textContrast,
  markContrast,
  inEachPanel(colorVision),
  directionsApart,
  fontSize,
  textSizes,
  ticks,
  tickFormat,
  countTicks,
  inEachPanel(zeroBaseline),
  axisDirection,
  axisRange,
  oneScale,
  categoryLoad,
  colorCount,
  colormap,
  inEachPanel(overplotting),
  inEachPanel(legendOnData),
  canvasUse,
  margins,
  plotArea,
  lint,
  formatted,
  typesAnnotated,
  docstring,
  complexity,
  deadCode,
  codeLength,
  seeded,
  staysInside,
  noWarnings,
  noDeprecations,
  cpuTime,
  memory,
]

/** Looks at one attempt with every check that applies to it. */
export function measure(input: MeasureInput): readonly Finding[] {
  const borneOut = claimsBorneOut.measure(input)
  const isTrusted = borneOut === null || borneOut.status === 'passed'
  return CHECKS.flatMap((check) => {
    const outcome = check === claimsBorneOut ? borneOut : check.measure(input)
    if (outcome === null) return []
    const isClaim = !isTrusted && check.restsOnFigure === true && outcome.status === 'passed'
    return [findingOf(check, isClaim ? UNBORNE : outcome)]
  })
}

/** What a check says that found nothing to object to in claims that nothing bears out. */
const UNBORNE = notMeasured(
  'It rests on what the figure says of itself, which the picture does not bear out.',
)

/** What a review depends on besides its input: equal values judge alike. Its digest is the rubric's. */
export function rubric(): Readonly<Record<string, unknown>> {
  const checks = CHECKS.map(({ name, criterion, points, veto }) => ({ name, criterion, points, veto }))
  return { version: CHECK_SET_VERSION, checks, limits: { ...limits } }
}

function findingOf({ name, criterion, veto }: Check, outcome: Outcome): Finding {
  const message =
    outcome.message.length > MESSAGE_MAX ? `${outcome.message.slice(0, MESSAGE_MAX - 1)}…` : outcome.message
  const refuses = veto === 'always' || (veto === 'severe' && (outcome.status !== 'failed' || outcome.severe))
  return {
    check: name,
    criterion,
    status: outcome.status,
    veto: refuses,
    message,
    loss: outcome.status === 'passed' ? 0 : outcome.status === 'failed' ? outcome.loss : 1,
    ...(outcome.status === 'failed' && outcome.evidence && { evidence: outcome.evidence }),
  }
}
