import { Checkbox, NativeSelect, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { Lines } from './lines.tsx'
import { attributeWords, PROPERTY_CHOICES } from './rule-words.ts'
import { NEW_ATTRIBUTE } from './sign-in-values.ts'
import type { SignInForm } from './use-sign-in-form.ts'

interface AttributeSectionProps {
  form: SignInForm
  mayWrite: boolean
}

/** Where the token says what a person is called. */
export function AttributeSection({ form, mayWrite }: AttributeSectionProps) {
  const [open, setOpen] = useState<number>()
  const { attributes } = form.getValues()
  const add = () => {
    form.insertListItem('attributes', NEW_ATTRIBUTE)
    setOpen(attributes.length)
  }
  return (
    <section aria-labelledby="attributes-title">
      <Title order={2} id="attributes-title" mb={4}>
        Attributes
      </Title>
      <Text c="dimmed" mb={12}>
        Where a token says what people are called. Of several claims for one thing the first that
        has a value counts. Without any, the usual claims of Okta are taken.
      </Text>
      <Lines
        form={form}
        list="attributes"
        noun="attribute"
        sentences={attributes.map(attributeWords)}
        open={open}
        onOpen={setOpen}
        mayWrite={mayWrite}
        onAdd={add}
        fields={(line) => (
          <fieldset disabled={!mayWrite} className="plain">
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
          </fieldset>
        )}
      />
    </section>
  )
}
