import { apiRules } from './rules/api.ts'
import { dataRules } from './rules/data.ts'
import { edgeRules } from './rules/edge.ts'
import { eventRules } from './rules/events.ts'
import { fileRules } from './rules/files.ts'
import { functionRules } from './rules/functions.ts'
import { permissionRules } from './rules/permissions.ts'
import { programRules } from './rules/program.ts'
import type { Rule } from './rules/reading.ts'

/** What holds of all that a deployment makes, in every environment. */
export const rules: readonly Rule[] = [
  ...dataRules,
  ...fileRules,
  ...permissionRules,
  ...functionRules,
  ...eventRules,
  ...apiRules,
  ...edgeRules,
  ...programRules,
]
