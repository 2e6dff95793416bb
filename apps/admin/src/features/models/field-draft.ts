import {
  datetimeKindOf,
  innerFieldsOf,
  layoutIn,
  targetIdsOf,
  templatesOf,
  type Choice,
  type DatetimeKind,
  type Field,
  type FieldType,
  type Template,
  type Validator,
} from '../../lib/content-models.ts'
import { inOrder, layoutOf } from './layout.ts'
import type { FieldInput } from './queries.ts'

export const RULES = [
  'required',
  'unique',
  'minLength',
  'maxLength',
  'pattern',
  'gte',
  'lte',
  'dateGte',
  'dateLte',
  'timeGte',
  'timeLte',
] as const
export type RuleName = (typeof RULES)[number]

export const LIST_RULES = ['minLength', 'maxLength'] as const

export interface RuleDraft {
  isOn: boolean
  /** The limit, or the regular expression. */
  value: string
  message: string
  /** Of a pattern: the name of a usual one, or `custom`. */
  preset: string
}

type Rules<Name extends string> = Record<Name, RuleDraft>

/** How often objects and zones can lie in one another. */
export const MAX_NESTING = 5

/** A field as the drawer edits it. */
export interface FieldDraft {
  id: string
  type: FieldType
  /** It lies in another field. */
  isInner: boolean
  label: string
  fieldId: string
  helpText: string
  placeholderText: string
  multipleValues: boolean
  /** Whether lists go by it; `undefined`: as the API does with a field that nobody has decided about. */
  indexed: boolean | undefined
  kind: DatetimeKind
  targets: string[]
  imagesOnly: boolean
  /** Of an object. */
  fields: FieldDraft[]
  /** Of a dynamic zone. */
  templates: TemplateDraft[]
  hasChoices: boolean
  choices: Choice[]
  rules: Rules<RuleName>
  listRules: Rules<(typeof LIST_RULES)[number]>
  /** As it was saved, with all that the drawer does not show; none for a new field. */
  saved: Field | undefined
}

/** What an element of a dynamic zone can be, as the drawer edits it. */
export interface TemplateDraft {
  id: string
  name: string
  gqlTypeName: string
  icon: string
  fields: FieldDraft[]
  saved: Template | undefined
}

const NO_RULE: RuleDraft = { isOn: false, value: '', message: '', preset: 'custom' }

type Shape = Pick<FieldDraft, 'type' | 'kind' | 'multipleValues' | 'isInner'>

const INDEXABLE: readonly FieldType[] = ['text', 'number', 'boolean', 'datetime', 'ref']

/** What lies in another field is left to the API. */
export const canBeIndexed = ({ type, isInner }: Shape): boolean =>
  !isInner && INDEXABLE.includes(type)

/** A list takes many items of an index for each entry, so somebody has to want that. */
export const isIndexed = ({ indexed, multipleValues }: FieldDraft): boolean =>
  indexed ?? !multipleValues

/** Which rules a field of each type can have; also those of a time of day and of a list. */
export function rulesFor(field: Shape): RuleName[] {
  const { type, kind } = field
  const unique: RuleName[] = field.multipleValues || field.isInner ? [] : ['unique']
  switch (type) {
    case 'text':
      return ['required', ...unique, 'minLength', 'maxLength', 'pattern']
    case 'long-text':
      return ['required', 'minLength', 'maxLength', 'pattern']
    case 'number':
      return ['required', ...unique, 'gte', 'lte']
    case 'boolean':
      return []
    case 'datetime':
      return kind === 'time'
        ? ['required', 'timeGte', 'timeLte']
        : ['required', 'dateGte', 'dateLte']
    case 'rich-text':
    case 'file':
    case 'ref':
    case 'object':
    case 'dynamicZone':
    case 'json':
      return ['required']
  }
}

const newId = () => crypto.randomUUID().slice(0, 8)

export const newDraft = (type: FieldType, isInner = false): FieldDraft => ({
  id: newId(),
  type,
  isInner,
  label: '',
  fieldId: '',
  helpText: '',
  placeholderText: '',
  multipleValues: false,
  indexed: undefined,
  kind: 'date',
  targets: [],
  imagesOnly: false,
  fields: [],
  templates: type === 'dynamicZone' ? [newTemplate()] : [],
  hasChoices: false,
  choices: [],
  rules: draftsOf(RULES, []),
  listRules: draftsOf(LIST_RULES, []),
  saved: undefined,
})

export const newTemplate = (): TemplateDraft => ({
  id: newId(),
  name: '',
  gqlTypeName: '',
  icon: '',
  fields: [],
  saved: undefined,
})

export const draftOf = (field: Field, isInner = false): FieldDraft => ({
  id: field.id,
  type: field.type,
  isInner,
  label: field.label,
  fieldId: field.fieldId,
  helpText: field.helpText ?? '',
  placeholderText: field.placeholderText ?? '',
  multipleValues: field.multipleValues,
  indexed: typeof field.settings['indexed'] === 'boolean' ? field.settings['indexed'] : undefined,
  kind: datetimeKindOf(field),
  targets: targetIdsOf(field),
  imagesOnly: field.settings['imagesOnly'] === true,
  fields: innerDrafts(innerFieldsOf(field), layoutIn(field.settings['layout'])),
  templates: templatesOf(field).map(templateDraft),
  hasChoices: field.predefinedValues.enabled,
  choices: field.predefinedValues.values,
  rules: draftsOf(RULES, field.validation),
  listRules: draftsOf(LIST_RULES, field.listValidation),
  saved: field,
})

const innerDrafts = (fields: Field[], layout: string[][]) =>
  inOrder(fields, layout).map((it) => draftOf(it, true))

const templateDraft = (template: Template): TemplateDraft => ({
  id: template.id,
  name: template.name,
  gqlTypeName: template.gqlTypeName,
  icon: template.icon ?? '',
  fields: innerDrafts(template.fields, template.layout),
  saved: template,
})

/** The fields with one in the place that it has, or at the end. */
export function withField(fields: readonly FieldDraft[], field: FieldDraft): FieldDraft[] {
  const at = fields.findIndex(({ id }) => id === field.id)
  return at < 0 ? [...fields, field] : fields.with(at, field)
}

/** What the API gets: the drawer's part, and all else as it was. */
export function fieldInput(draft: FieldDraft): FieldInput {
  const { saved, type } = draft
  return {
    id: draft.id,
    ...(saved && { storageId: saved.storageId }),
    fieldId: draft.fieldId,
    type,
    label: draft.label.trim(),
    helpText: draft.helpText.trim() || null,
    placeholderText: draft.placeholderText.trim() || null,
    tags: saved?.tags ?? [],
    multipleValues: draft.multipleValues,
    predefinedValues: {
      enabled: draft.hasChoices,
      values: draft.hasChoices ? draft.choices : [],
    },
    renderer: saved?.renderer ?? null,
    validation: [...hiddenRules(draft), ...validatorsOf(rulesFor(draft), draft.rules)],
    listValidation: [
      ...others(saved?.listValidation, LIST_RULES),
      ...(draft.multipleValues ? validatorsOf(LIST_RULES, draft.listRules) : []),
    ],
    settings: {
      ...saved?.settings,
      ...shownSettings(draft),
      ...(canBeIndexed(draft) && draft.indexed !== undefined && { indexed: draft.indexed }),
    },
  }
}

function shownSettings(draft: FieldDraft): Field['settings'] {
  const { type, saved, fields } = draft
  switch (type) {
    case 'datetime':
      return { type: draft.kind }
    case 'ref':
      return { models: draft.targets.map((modelId) => ({ modelId })) }
    case 'file':
      return draft.imagesOnly || saved?.settings['imagesOnly'] !== undefined
        ? { imagesOnly: draft.imagesOnly }
        : {}
    case 'object':
      return {
        fields: fields.map(fieldInput),
        layout: layoutOf(fields, layoutIn(saved?.settings['layout'])),
      }
    case 'dynamicZone':
      return { templates: draft.templates.map(templateInput) }
    case 'text':
    case 'long-text':
    case 'rich-text':
    case 'number':
    case 'boolean':
    case 'json':
      return {}
  }
}

const templateInput = ({ saved, fields, ...draft }: TemplateDraft) => ({
  ...saved,
  id: draft.id,
  name: draft.name.trim(),
  gqlTypeName: draft.gqlTypeName,
  icon: draft.icon.trim() || null,
  fields: fields.map(fieldInput),
  layout: layoutOf(fields, saved?.layout ?? []),
})

/** What has to be right before a field can join its model, by the path in the draft. */
export function draftProblems(draft: FieldDraft, fields: readonly FieldDraft[]) {
  const problems: Record<string, string> = {}
  if (!draft.label.trim()) problems['label'] = 'A field needs a label.'
  if (!/^[A-Za-z][A-Za-z0-9]{0,99}$/.test(draft.fieldId))
    problems['fieldId'] = 'Use letters and digits, beginning with a letter.'
  const isTaken = fields.some(
    (it) => it.id !== draft.id && it.fieldId.toLowerCase() === draft.fieldId.toLowerCase(),
  )
  if (isTaken)
    problems['fieldId'] = `Another field of this ${draft.isInner ? 'group' : 'model'} has this id.`
  if (draft.type === 'ref' && draft.targets.length === 0)
    problems['targets'] = 'Choose at least one model.'
  if (draft.type === 'object' && draft.fields.length === 0)
    problems['fields'] = 'Add at least one field.'
  if (draft.type === 'dynamicZone') Object.assign(problems, templateProblems(draft.templates))
  if (draft.hasChoices) Object.assign(problems, choiceProblems(draft))
  for (const name of rulesFor(draft)) {
    const problem = ruleProblem(name, draft.rules[name])
    if (problem) problems[`rules.${name}.value`] = problem
  }
  for (const name of LIST_RULES) {
    const problem = draft.multipleValues && ruleProblem(name, draft.listRules[name])
    if (problem) problems[`listRules.${name}.value`] = problem
  }
  return problems
}

function templateProblems(templates: readonly TemplateDraft[]): Record<string, string> {
  if (templates.length === 0) return { templates: 'Add at least one template.' }
  const names = templates.map(({ gqlTypeName }) => gqlTypeName.toLowerCase())
  const problems = templates.flatMap(({ name, gqlTypeName, fields }, index) => [
    !name.trim() && [`templates.${index}.name`, 'A template needs a name.'],
    !/^[A-Z][A-Za-z0-9]{0,99}$/.test(gqlTypeName) && [
      `templates.${index}.gqlTypeName`,
      'Use letters and digits, beginning with a capital.',
    ],
    names.indexOf(gqlTypeName.toLowerCase()) < index && [
      `templates.${index}.gqlTypeName`,
      'Another template has this name.',
    ],
    fields.length === 0 && [`templates.${index}.fields`, 'Add at least one field.'],
  ])
  return Object.fromEntries(problems.filter((it) => it !== false))
}

function choiceProblems({ type, choices }: FieldDraft): Record<string, string> {
  if (choices.length === 0) return { choices: 'Add at least one value.' }
  const values = choices.map(({ value }) => value)
  return Object.fromEntries(
    choices.flatMap(({ label, value }, index) => {
      const at = `choices.${index}.value`
      if (!label.trim() || !value.trim()) return [[at, 'Write a label and a value.']]
      if (values.indexOf(value) < index) return [[at, 'This value is there already.']]
      if (type === 'number' && !Number.isFinite(Number(value))) return [[at, 'Write a number.']]
      return []
    }),
  )
}

function ruleProblem(name: RuleName, { isOn, value, preset }: RuleDraft): string | undefined {
  if (!isOn || name === 'required' || name === 'unique') return undefined
  if (name === 'pattern') {
    if (preset !== 'custom') return undefined
    return value && isRegularExpression(value) ? undefined : 'Write a regular expression.'
  }
  if (!value) return 'Set a limit.'
  if (name.endsWith('Length') && !/^\d{1,6}$/.test(value)) return 'Write a whole number.'
  if (/^(gte|lte)$/.test(name) && !Number.isFinite(Number(value))) return 'Write a number.'
  return undefined
}

function isRegularExpression(text: string): boolean {
  try {
    return Boolean(new RegExp(text))
  } catch {
    return false
  }
}

function draftsOf<Name extends RuleName>(
  names: readonly Name[],
  validators: readonly Validator[],
): Rules<Name> {
  const drafts = names.map((name): [Name, RuleDraft] => {
    const validator = validators.find((it) => it.name === name)
    return [name, validator ? ruleDraft(validator) : NO_RULE]
  })
  return Object.fromEntries(drafts) as Rules<Name>
}

function ruleDraft({ message, settings }: Validator): RuleDraft {
  const value = settings['value'] ?? settings['regex'] ?? ''
  return {
    isOn: true,
    value: typeof value === 'string' || typeof value === 'number' ? String(value) : '',
    message: message ?? '',
    preset: typeof settings['preset'] === 'string' ? settings['preset'] : 'custom',
  }
}

function validatorsOf<Name extends RuleName>(
  names: readonly Name[],
  rules: Rules<Name>,
): Validator[] {
  return names
    .filter((name) => rules[name].isOn)
    .map((name) => ({
      name,
      message: rules[name].message.trim() || null,
      settings: settingsOf(name, rules[name]),
    }))
}

function settingsOf(name: RuleName, { value, preset }: RuleDraft): Validator['settings'] {
  if (name === 'required' || name === 'unique') return {}
  if (name === 'pattern')
    return preset === 'custom' ? { preset, regex: value, flags: '' } : { preset }
  return { value: /Length$|^(gte|lte)$/.test(name) ? Number(value) : value }
}

/** The rules of the field as it was saved that the drawer did not show. */
const hiddenRules = ({ saved, isInner }: FieldDraft): Validator[] =>
  saved
    ? others(saved.validation, rulesFor({ ...saved, kind: datetimeKindOf(saved), isInner }))
    : []

/** The rules that the drawer knows nothing of. */
const others = (validators: readonly Validator[] = [], known: readonly string[]) =>
  validators.filter(({ name }) => !known.includes(name))
