import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { LineSection, type SectionProps } from './lines.tsx'
import { attributeWords, PROPERTY_CHOICES } from './rule-words.ts'

/** Where the token says what a person is called. */
export function AttributeSection({ form, mayWrite }: SectionProps) {
  return (
    <LineSection
      form={form}
      list="attributes"
      title="Attributes"
      about="Where a token says what people are called. Of several claims for one thing the first that has a value counts. Without any, the usual claims of Okta are taken."
      noun="attribute"
      sentences={form.getValues().attributes.map(attributeWords)}
      mayWrite={mayWrite}
      fields={(line) => (
        <div className="rule-fields">
          <TextInput
            label="Claim"
            {...form.getInputProps(`attributes.${line}.claim`)}
            classNames={{ input: 'mono' }}
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
          />
          <NativeSelect
            label="Is the person’s"
            data={PROPERTY_CHOICES}
            {...form.getInputProps(`attributes.${line}.property`)}
          />
          <Checkbox
            label="Required: nobody gets in without it"
            {...form.getInputProps(`attributes.${line}.required`, { type: 'checkbox' })}
          />
        </div>
      )}
    />
  )
}
