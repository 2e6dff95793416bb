import { Autocomplete, NativeSelect, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useApi, useCan } from '../../lib/session.tsx'
import { groupsQuery } from '../groups/queries.ts'
import { LineSection, type SectionProps } from './lines.tsx'
import { isTemplate, OPERATOR_CHOICES, ruleWords } from './rule-words.ts'
import { ruleOf } from './sign-in-values.ts'

interface RuleSectionProps extends SectionProps {
  /** The rule that is open at first. */
  first: number | undefined
}

/** Which claims give which groups. */
export function RuleSection({ form, mayWrite, first }: RuleSectionProps) {
  const { groupRules } = form.getValues()
  return (
    <LineSection
      form={form}
      list="groupRules"
      title="Claim rules"
      about={
        groupRules.length === 0
          ? 'There are no rules: the claim that the deployment is configured with names the groups of a person. With the first rule, only rules count.'
          : 'Every rule that matches counts; whoever matches none has no access. The order is only for reading.'
      }
      noun="rule"
      sentences={groupRules.map((it) => ruleWords(ruleOf(it)))}
      first={first}
      mayWrite={mayWrite}
      fields={(line) => <RuleFields form={form} line={line} />}
    />
  )
}

function RuleFields({ form, line }: Pick<SectionProps, 'form'> & { line: number }) {
  const at = `groupRules.${line}`
  const operator = form.getValues().groupRules[line]?.operator
  const text = { classNames: { input: 'mono' }, autoCapitalize: 'none', spellCheck: false }
  return (
    <div className="rule-fields">
      <TextInput
        label="Claim"
        description="By its name, or a path: address.country"
        {...form.getInputProps(`${at}.claim`)}
        {...text}
        autoFocus
      />
      <NativeSelect
        label="Operator"
        data={OPERATOR_CHOICES}
        {...form.getInputProps(`${at}.operator`)}
      />
      {operator !== 'EXISTS' && (
        <TextInput
          label="Value"
          description={
            operator === 'MATCHES'
              ? 'A pattern for the whole value: * is any text, ? one character.'
              : 'Capital letters count.'
          }
          {...form.getInputProps(`${at}.value`)}
          {...text}
        />
      )}
      <GroupField form={form} line={line} />
    </div>
  )
}

/** One of the tenant's groups, or a text in which the token's value has a place. */
function GroupField({ form, line }: Pick<SectionProps, 'form'> & { line: number }) {
  const at = `groupRules.${line}`
  const mayRead = useCan('security.group', 'r')
  const { data: groups } = useQuery({ ...groupsQuery(useApi()), enabled: mayRead })
  const choices = (groups ?? []).filter(({ slug }) => slug !== 'anonymous')
  const names = new Map(choices.map(({ slug, name }) => [slug, name]))
  const { group = '' } = form.getValues().groupRules[line] ?? {}
  const isUnknown = groups && group.trim() && !isTemplate(group) && !names.has(group.trim())
  const props = form.getInputProps(`${at}.group`)
  return (
    <Autocomplete
      label="Group"
      description={
        isUnknown
          ? 'No group of this tenant has this slug: the rule gives nothing until one does.'
          : '{value} stands for the value, {1} for what the first * matched.'
      }
      data={choices.map(({ slug }) => slug)}
      renderOption={({ option }) => (
        <span>
          {names.get(option.value)}{' '}
          <Text span c="dimmed" className="mono">
            {option.value}
          </Text>
        </span>
      )}
      limit={50}
      classNames={{ input: 'mono' }}
      autoCapitalize="none"
      spellCheck={false}
      {...props}
      onChange={(value) => {
        form.setFieldValue(`groupRules.${line}.group`, value)
        form.clearFieldError(at)
      }}
    />
  )
}
