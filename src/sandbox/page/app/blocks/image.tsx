interface ImageProps {
  readonly image: { readonly alt_text: string; readonly image_url?: string };
}

/** A picture of this page's own server; others are only named, since nothing is loaded from outside. */
export function Image({ image }: ImageProps) {
  const url = URL.parse(image.image_url ?? '', document.baseURI);
  if (url === null || url.origin !== location.origin) {
    return (
      <span className="muted" role="img" aria-label={image.alt_text}>
        🖼️ {image.alt_text}
      </span>
    );
  }
  return <img src={url.href} alt={image.alt_text} />;
}
