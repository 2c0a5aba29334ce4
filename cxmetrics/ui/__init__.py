"""The only floor that knows Streamlit: the frame around the pages, what they share, and the server they run in."""
