"""What people say of their studies and of the school: comments, reviews, messages, complaints."""
