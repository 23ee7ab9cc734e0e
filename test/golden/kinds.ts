import type { Kind } from './defect.ts'
import { outsideAxes, truncatedAxis } from './defects/axes.ts'
import { carelessCode, deadCode, doesNotRun, forbiddenImport, otherLibrary } from './defects/code.ts'
import { colorCollision, lowContrast } from './defects/colors.ts'
import {
  constantPicture,
  missingRows,
  wrongAggregation,
  wrongColumn,
  wrongGroups,
  wrongValues,
} from './defects/data.ts'
import { garish, misleadingTitle, unidiomatic } from './defects/judged.ts'
import { clipping, overlap } from './defects/places.ts'
import { smallText, unreadableTicks } from './defects/reading.ts'
import { wrongType } from './defects/type.ts'
import { missingAxisTitle, missingLegend, missingTitle, missingUnit } from './defects/words.ts'

/** Every kind of defect that the set knows. */
export const KINDS: readonly Kind[] = [
  overlap,
  clipping,
  unreadableTicks,
  smallText,
  lowContrast,
  colorCollision,
  truncatedAxis,
  outsideAxes,
  wrongColumn,
  missingRows,
  wrongValues,
  wrongGroups,
  wrongAggregation,
  wrongType,
  constantPicture,
  missingTitle,
  missingAxisTitle,
  missingUnit,
  missingLegend,
  otherLibrary,
  deadCode,
  carelessCode,
  forbiddenImport,
  doesNotRun,
  misleadingTitle,
  garish,
  unidiomatic,
]
