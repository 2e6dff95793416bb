import { Select, Stack, Switch, TextInput, Title } from '@mantine/core'
import { LIST_RULES, rulesFor, type RuleName } from './field-draft.ts'
import type { DraftForm } from './use-draft-form.ts'

const LABELS: Record<RuleName, string> = {
  required: 'Required',
  unique: 'Unique in this model',
  minLength: 'Minimum length',
  maxLength: 'Maximum length',
  pattern: 'Pattern',
  gte: 'Minimum',
  lte: 'Maximum',
  dateGte: 'Earliest day',
  dateLte: 'Latest day',
  timeGte: 'Earliest time',
  timeLte: 'Latest time',
}
const LIST_LABELS = { minLength: 'Minimum number of values', maxLength: 'Maximum number of values' }

const PRESETS = [
  { value: 'custom', label: 'Regular expression' },
  { value: 'email', label: 'E-mail address' },
  { value: 'url', label: 'URL' },
  { value: 'lowerCase', label: 'Lower case, no spaces' },
  { value: 'upperCase', label: 'Upper case, no spaces' },
  { value: 'lowerCaseSpace', label: 'Lower case' },
  { value: 'upperCaseSpace', label: 'Upper case' },
]

/** What a value has to be, each with the message that says so. */
export function RuleFields({ form }: { form: DraftForm }) {
  const draft = form.getValues()
  const names = rulesFor(draft)
  if (names.length === 0) return null
  return (
    <Stack gap={16}>
      <Title order={3}>Validation</Title>
      {names.map((name) => (
        <Rule key={name} form={form} path={`rules.${name}`} name={name} label={LABELS[name]} />
      ))}
      {draft.multipleValues &&
        LIST_RULES.map((name) => (
          <Rule
            key={name}
            form={form}
            path={`listRules.${name}`}
            name={name}
            label={LIST_LABELS[name]}
          />
        ))}
    </Stack>
  )
}

interface RuleProps {
  form: DraftForm
  path: `rules.${RuleName}` | `listRules.${(typeof LIST_RULES)[number]}`
  name: RuleName
  label: string
}

function Rule({ form, path, name, label }: RuleProps) {
  const [group, rule] = path.split('.')
  const draft = form.getValues()
  const { isOn } = group === 'rules' ? draft.rules[name] : draft.listRules[rule as 'minLength']
  return (
    <div>
      <Switch label={label} {...form.getInputProps(`${path}.isOn`, { type: 'checkbox' })} />
      {isOn && (
        <Stack gap={8} mt={8} pl={46}>
          {name === 'pattern' && (
            <Select
              aria-label="Kind of pattern"
              data={PRESETS}
              allowDeselect={false}
              {...form.getInputProps(`${path}.preset`)}
            />
          )}
          <RuleValue form={form} path={path} name={name} label={label} />
          <TextInput
            aria-label={`${label}: message`}
            placeholder="Message to editors, if the usual one does not fit"
            {...form.getInputProps(`${path}.message`)}
          />
        </Stack>
      )}
    </div>
  )
}

function RuleValue({ form, path, name, label }: RuleProps) {
  const isCustom = form.getValues().rules.pattern.preset === 'custom'
  if (name === 'required' || name === 'unique' || (name === 'pattern' && !isCustom)) return null
  const props = form.getInputProps(`${path}.value`)
  if (name === 'pattern') {
    return (
      <TextInput
        aria-label="Regular expression"
        placeholder="^[a-z-]+$"
        classNames={{ input: 'mono' }}
        autoCapitalize="none"
        spellCheck={false}
        {...props}
      />
    )
  }
  const type = name.startsWith('date') ? 'date' : name.startsWith('time') ? 'time' : 'text'
  return (
    <TextInput
      aria-label={label}
      type={type}
      {...(type === 'text' && { inputMode: 'decimal' as const })}
      maw={200}
      {...props}
    />
  )
}
