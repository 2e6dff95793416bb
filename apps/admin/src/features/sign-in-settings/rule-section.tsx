import { Autocomplete, NativeSelect, Text, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi, useCan } from '../../lib/session.tsx'
import { groupsQuery } from '../groups/queries.ts'
import { Lines } from './lines.tsx'
import { isTemplate, OPERATOR_CHOICES, ruleWords } from './rule-words.ts'
import { NEW_RULE, ruleOf } from './sign-in-values.ts'
import type { SignInForm } from './use-sign-in-form.ts'

interface SectionProps {
  form: SignInForm
  mayWrite: boolean
}

interface RuleSectionProps extends SectionProps {
  /** The rule that is open at first. */
  first: number | undefined
}

/** Which claims give which groups. */
export function RuleSection({ form, mayWrite, first }: RuleSectionProps) {
  const [open, setOpen] = useState(first)
  const { groupRules } = form.getValues()
  const add = () => {
    form.insertListItem('groupRules', NEW_RULE)
    setOpen(groupRules.length)
  }
  return (
    <section aria-labelledby="rules-title">
      <Title order={2} id="rules-title" mb={4}>
        Claim rules
      </Title>
      <Text c="dimmed" mb={12}>
        {groupRules.length === 0
          ? 'There are no rules: the claim that the deployment is configured with names the groups of a person. With the first rule, only rules count.'
          : 'Every rule that matches counts; whoever matches none has no access. The order is only for reading.'}
      </Text>
      <Lines
        form={form}
        list="groupRules"
        noun="rule"
        sentences={groupRules.map((it) => ruleWords(ruleOf(it)))}
        open={open}
        onOpen={setOpen}
        mayWrite={mayWrite}
        onAdd={add}
        fields={(line) => <RuleFields form={form} line={line} mayWrite={mayWrite} />}
      />
    </section>
  )
}

function RuleFields({ form, line, mayWrite }: SectionProps & { line: number }) {
  const at = `groupRules.${line}`
  const operator = form.getValues().groupRules[line]?.operator
  const text = { classNames: { input: 'mono' }, autoCapitalize: 'none', spellCheck: false }
  return (
    <fieldset disabled={!mayWrite} className="plain">
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
    </fieldset>
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
