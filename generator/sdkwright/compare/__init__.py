"""What a program written against one package loses or sees changed on another; reads both as text and never imports them."""
