"""The look of Gradio's own controls: quiet, local fonts only, the page's colours."""

from __future__ import annotations

import gradio as gr

_SANS = (
    "Noto Sans",
    "Segoe UI",
    "Helvetica Neue",
    "Noto Sans Arabic",
    "Noto Sans CJK SC",
    "PingFang SC",
    "Microsoft YaHei",
    "system-ui",
    "sans-serif",
)
_MONO = ("Noto Sans Mono", "Consolas", "Menlo", "monospace")

THEME = gr.themes.Base(
    primary_hue="sky",
    neutral_hue="stone",
    radius_size="md",
    text_size="md",
    font=_SANS,
    font_mono=_MONO,
).set(
    body_background_fill="#faf9f6",
    body_background_fill_dark="#15171a",
    body_text_color="#1d2023",
    body_text_color_dark="#e8e6e1",
    body_text_color_subdued="#5b6168",
    body_text_color_subdued_dark="#a3a8af",
    block_background_fill="transparent",
    block_background_fill_dark="transparent",
    block_border_width="0px",
    block_shadow="none",
    block_padding="0px",
    input_border_width="1px",
    button_border_width="1px",
    color_accent="#1f5f8b",
    color_accent_soft="#e3eef6",
    input_background_fill="#ffffff",
    input_background_fill_dark="#1d2024",
    input_placeholder_color="#5b6168",
    input_placeholder_color_dark="#a3a8af",
    input_border_color="#d9d5cc",
    input_border_color_dark="#383d44",
    input_border_color_focus="#1f5f8b",
    input_border_color_focus_dark="#7fb6dd",
    button_primary_background_fill="#1f5f8b",
    button_primary_background_fill_hover="#184c70",
    button_primary_background_fill_dark="#2f74a3",
    button_primary_text_color="#ffffff",
    button_secondary_background_fill="#ffffff",
    button_secondary_background_fill_dark="#24282d",
    button_secondary_border_color="#d9d5cc",
    button_secondary_border_color_dark="#383d44",
)
