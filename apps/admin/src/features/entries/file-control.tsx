import { Anchor, Text, TextInput, type TextInputProps } from '@mantine/core'
import { useState } from 'react'
import { isFileUrl } from './entry-values.ts'

interface FileControlProps extends TextInputProps {
  value: string
  imagesOnly: boolean
}

/** The address of a file, with what is there. */
export function FileControl({ value, imagesOnly, ...input }: FileControlProps) {
  const isAddress = value !== '' && isFileUrl(value)
  return (
    <div className="file">
      <TextInput
        {...input}
        value={value}
        type="url"
        inputMode="url"
        placeholder={input.placeholder ?? 'https://'}
        autoComplete="off"
        spellCheck={false}
      />
      {isAddress && <Preview key={value} url={value} imagesOnly={imagesOnly} />}
    </div>
  )
}

const IMAGE = /\.(avif|gif|jpe?g|png|svg|webp)$/i
/** A part of the address may come after the name of the file. */
const looksLikeImage = (url: string) => IMAGE.test(url.replace(/[?#].*/, ''))

/** The content security policy lets the admin load nothing from elsewhere. */
const isOurs = (url: string) => new URL(url, window.location.href).origin === window.location.origin

function Preview({ url, imagesOnly }: { url: string; imagesOnly: boolean }) {
  const [isBroken, setBroken] = useState(false)
  const isImage = imagesOnly || looksLikeImage(url)
  const isShown = isImage && !isBroken && isOurs(url)
  return (
    <>
      {isShown && <img className="file-image" src={url} alt="" onError={() => setBroken(true)} />}
      {isImage && !isShown && (
        <Text c="dimmed" fz="xs" role="status" mt={4}>
          {isBroken
            ? 'There is no image at this address.'
            : 'Images of other hosts are not shown here.'}
        </Text>
      )}
      <Anchor href={url} target="_blank" rel="noopener noreferrer" fz="xs">
        Open the file
      </Anchor>
    </>
  )
}
