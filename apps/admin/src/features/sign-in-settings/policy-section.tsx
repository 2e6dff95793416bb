import { Group, NativeSelect, Stack, TagsInput, TextInput } from '@mantine/core'
import { PERMISSION_NAMES } from '../../lib/permission-words.ts'
import { UNIT_NAMES } from '../../lib/time-words.ts'
import { LineSection, type SectionProps } from './lines.tsx'
import { policyWords } from './rule-words.ts'
import { policyOf } from './sign-in-values.ts'
import type { SignInForm } from './use-sign-in-form.ts'

/** What must hold beside a valid token. */
export function PolicySection({ form, mayWrite }: SectionProps) {
  return (
    <LineSection
      form={form}
      list="policies"
      title="Access policies"
      about="What must hold beside a valid token, for everything or for some permissions. All policies count. Age, method and level are asked of people; networks of API keys and services, too."
      noun="policy"
      sentences={form.getValues().policies.map((it) => policyWords(policyOf(it)))}
      mayWrite={mayWrite}
      fields={(line) => <PolicyFields form={form} line={line} />}
    />
  )
}

function PolicyFields({ form, line }: { form: SignInForm; line: number }) {
  const at = `policies.${line}`
  // A list is not an input: what is said about the whole line would stay.
  const list = (name: string) => {
    const { onChange, ...props } = form.getInputProps(`${at}.${name}`)
    const change = (values: string[]) => {
      onChange(values)
      form.clearFieldError(at)
    }
    return { ...props, onChange: change, clearable: true }
  }
  return (
    <Stack gap={16}>
      <TagsInput
        label="Permissions"
        description="Such as security.*. None: every request."
        data={PERMISSION_NAMES}
        {...list('permissions')}
      />
      <Group gap={8} align="end" wrap="nowrap">
        <TextInput
          label="Signed in at most"
          inputMode="numeric"
          placeholder="Any time"
          {...form.getInputProps(`${at}.maxAge`)}
        />
        <NativeSelect
          aria-label="Unit of time"
          data={UNIT_NAMES.map((unit) => ({ value: unit, label: `${unit} ago` }))}
          {...form.getInputProps(`${at}.maxAgeUnit`)}
        />
      </Group>
      <TagsInput
        label="Methods (amr)"
        description="One of these is enough, such as mfa, hwk, pwd."
        {...list('amr')}
      />
      <TagsInput
        label="Levels (acr)"
        description="One of these is enough, such as urn:okta:loa:2fa:any."
        {...list('acr')}
      />
      <TagsInput
        label="Networks"
        description="The request has to come from one of these, such as 203.0.113.0/24."
        {...list('networks')}
      />
    </Stack>
  )
}
